package italk.ext.events.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request to a receiver, on the thread of who asks.
 *
 * <p>{@link HttpURLConnection} and not {@code java.net.http}: on Java 17 the latter can't be
 * closed; its thread would hold this bundle's class loader until some garbage collection.
 */
final class Post {

  private static final Logger LOGGER = LoggerFactory.getLogger(Post.class);
  private static final int MAX_RETRY_AFTER_SECONDS = 86_400;
  private static final int SUCCESS = 2;
  private static final int FAILURE = 400;

  private final URI url;
  private final Duration timeout;
  // Written by the thread that sends; read by who cancels.
  private volatile HttpURLConnection current;
  private volatile boolean cancelled;

  Post(URI url, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
  }

  /**
   * What came of it.
   *
   * @param problem what went wrong, without the URL; empty where the receiver has accepted it
   * @param retryAfter how long the receiver wants to be left alone
   */
  record Answer(Optional<String> problem, Optional<Duration> retryAfter) {
    static Answer failed(String problem) {
      return new Answer(Optional.of(problem), Optional.empty());
    }
  }

  /** Sends, and waits for the answer. */
  Answer send(byte[] body, Map<String, String> headers) {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      current = connection;
      return cancelled ? Answer.failed("it was cancelled") : send(connection, body, headers);
    } catch (IOException | RuntimeException e) {
      // Some runtime exceptions of the JDK are the receiver's fault, such as a malformed Location.
      return Answer.failed(words(e));
    } finally {
      current = null;
    }
  }

  private Answer send(HttpURLConnection connection, byte[] body, Map<String, String> headers)
      throws IOException {
    connection.setConnectTimeout((int) timeout.toMillis());
    connection.setReadTimeout((int) timeout.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setDoOutput(true);
    connection.setRequestMethod("POST");
    headers.forEach(connection::setRequestProperty);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    if (cancelled) {
      // While it was connecting there was nothing to be cut off.
      connection.disconnect();
      return Answer.failed("it was cancelled");
    }
    int status = connection.getResponseCode();
    Optional<Duration> retryAfter = retryAfter(connection.getHeaderField("Retry-After"));
    discardAnswer(connection, status);
    return status / 100 == SUCCESS
        ? new Answer(Optional.empty(), Optional.empty())
        : new Answer(Optional.of("the receiver answered " + status), retryAfter);
  }

  // What it says is of no interest. Closing reads what has come already and never waits: where
  // there is more, the connection is not used again.
  private static void discardAnswer(HttpURLConnection connection, int status) {
    try (InputStream answer =
        status < FAILURE ? connection.getInputStream() : connection.getErrorStream()) {
      LOGGER.trace("Not read: {}", answer);
    } catch (IOException unread) {
      connection.disconnect();
    }
  }

  private static Optional<Duration> retryAfter(String header) {
    return Optional.ofNullable(header)
        .filter(it -> it.matches("[0-9]{1,6}"))
        .map(Integer::parseInt)
        .map(seconds -> Duration.ofSeconds(Math.min(seconds, MAX_RETRY_AFTER_SECONDS)));
  }

  private static String words(Exception e) {
    String words = e.getClass().getSimpleName();
    // The messages of these say what failed; those of others may repeat the URL.
    boolean isPlain = e instanceof SocketException || e instanceof InterruptedIOException;
    return isPlain && e.getMessage() != null ? words + ": " + e.getMessage() : words;
  }

  /** Ends what is going on, from another thread. */
  void cancel() {
    cancelled = true;
    HttpURLConnection connection = current;
    if (connection != null) {
      connection.disconnect();
    }
  }
}
