package italk.engine.api.extension;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A hook that is asked <em>before</em> a message is stored. Register it as a service.
 *
 * <p>Interceptors are asked in the order of {@code service.ranking}, the highest first, which comes
 * from the order of {@code extensions} in {@code config.json}. Different messages are asked about
 * at the same time, on threads of the engine; the messages of one conversation one after the other.
 *
 * <p>The engine owns the deadline: after the extension's timeout its failure policy decides, the
 * thread is interrupted, and an answer that comes later counts for nothing. The same policy decides
 * on an exception, on {@code null} and on a replacement that is out of bounds. An interceptor that
 * fails too often within a minute is not asked for a while.
 *
 * @since 1.0
 */
@ConsumerType
@FunctionalInterface
public interface MessageInterceptor {

  /**
   * Decides about one message.
   *
   * @param draft as the interceptors before left it
   * @return the verdict, never null
   * @throws Exception the failure policy decides
   */
  Verdict intercept(MessageDraft draft) throws Exception;
}
