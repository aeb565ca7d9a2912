package italk.bench.point;

import italk.engine.api.extension.MessageInterceptor;
import org.pf4j.ExtensionPoint;

/** The engine's interceptor as an extension point of PF4J. */
public interface PluginHook extends MessageInterceptor, ExtensionPoint {}
