package italk.engine.api.extension;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Says in the manifest that a bundle is an extension, and what the engine has to know about it also
 * while nothing of it runs. Put it on one component of the bundle.
 *
 * <p>The section of {@code config.json} with the extension's name becomes the configuration of
 * every PID that the bundle's Metatype describes ({@code @Designate}); a bundle without options
 * gets it under the PID that is the annotated class's name.
 *
 * @since 1.0
 */
@Capability(namespace = Extension.NAMESPACE, attribute = Extension.COMPONENT + "=${@class}")
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@ProviderType
public @interface Extension {

  /**
   * The namespace of the capability, and the name of its attribute that holds the extension's name.
   */
  String NAMESPACE = "italk.extension";

  /** The capability's attribute that names the annotated class. */
  String COMPONENT = "component";

  /** The capability's attribute that holds {@link #failurePolicy()}. */
  String FAILURE_POLICY = "failure.policy";

  /** The capability's attribute that holds {@link #timeoutMillis()}. */
  String TIMEOUT_MILLIS = "timeout.millis";

  /** The timeout where none is given, in milliseconds. */
  long DEFAULT_TIMEOUT_MILLIS = 1_000;

  /**
   * The name, the same over all versions: lower-case letters, digits and underscores, as it stands
   * in {@code config.json}.
   */
  @Attribute(NAMESPACE)
  String value();

  /**
   * What counts as the verdict when an interceptor of this extension throws, takes too long or is
   * missing though enabled. {@code config.json} may override it.
   */
  @Attribute(FAILURE_POLICY)
  FailurePolicy failurePolicy() default FailurePolicy.REJECT;

  /**
   * How long an interceptor of this extension may take for one verdict, in milliseconds, 10 to
   * 60,000. {@code config.json} may override it.
   */
  @Attribute(TIMEOUT_MILLIS)
  long timeoutMillis() default DEFAULT_TIMEOUT_MILLIS;
}
