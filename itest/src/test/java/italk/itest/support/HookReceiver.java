package italk.itest.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook's receiver as an integrator writes it: checks signatures, takes each event once. */
public final class HookReceiver implements AutoCloseable {

  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final List<String> contents = new CopyOnWriteArrayList<>();
  private final List<String> unsigned = new CopyOnWriteArrayList<>();
  private final String secret;
  private final HttpServer server;

  /** Listens on a port of its own. */
  public HookReceiver(String secret) throws IOException {
    this.secret = secret;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String time = exchange.getRequestHeaders().getFirst("X-Italk-Timestamp");
    String signature = exchange.getRequestHeaders().getFirst("X-Italk-Signature");
    String text = new String(body, StandardCharsets.UTF_8);
    boolean isGenuine =
        signature != null
            && MessageDigest.isEqual(
                expected(time, body).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.US_ASCII));
    if (!isGenuine) {
      unsigned.add(text);
    } else if (ids.add(exchange.getRequestHeaders().getFirst("X-Italk-Event-Id"))) {
      Matcher content = CONTENT.matcher(text);
      contents.add(content.find() ? content.group(1) : text);
    }
    exchange.sendResponseHeaders(isGenuine ? 204 : 401, -1);
    exchange.close();
  }

  private String expected(String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens, on the loopback address. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** What the messages said, in the order in which they came, each once. */
  public List<String> contents() {
    return contents;
  }

  /** What came without a good signature. */
  public List<String> unsigned() {
    return unsigned;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
