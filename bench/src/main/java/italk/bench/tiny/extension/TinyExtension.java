package italk.bench.tiny.extension;

import italk.bench.tiny.TinyHook;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageInterceptor;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** The tiny hook as an extension's author writes it. */
@Extension(TinyExtension.NAME)
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE, service = MessageInterceptor.class)
public final class TinyExtension extends TinyHook {

  /** As it stands in {@code config.json}. */
  public static final String NAME = "bench_hook";
}
