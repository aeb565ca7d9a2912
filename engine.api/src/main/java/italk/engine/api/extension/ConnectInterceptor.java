package italk.engine.api.extension;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A hook that is asked <em>before</em> a session is opened. Register it as a service. What is said
 * of {@link MessageInterceptor} about order, threads and deadline holds here, too.
 *
 * @since 1.0
 */
@ConsumerType
@FunctionalInterface
public interface ConnectInterceptor {

  /**
   * Decides about one connect.
   *
   * @param request who wants to connect
   * @return the verdict, never null
   * @throws Exception the failure policy decides
   */
  Verdict.OnConnect intercept(ConnectRequest request) throws Exception;
}
