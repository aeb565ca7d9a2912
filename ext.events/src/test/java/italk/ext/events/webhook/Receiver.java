package italk.ext.events.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import italk.ext.events.fact.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Somebody who is told by HTTP, and answers as the test wants. */
final class Receiver implements AutoCloseable {

  /** What came; the names of headers in lower case. */
  record Request(Map<String, String> headers, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    Map<String, Object> body() {
      return Json.object(text());
    }

    String header(String name) {
      return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }

    /** The content of a message, or the type of another event. */
    String brief() {
      return body().get("message") instanceof Map<?, ?> message && message.get("content") != null
          ? message.get("content").toString()
          : body().get("type").toString();
    }
  }

  /** An answer that never comes, while the receiver is there. */
  static final int NEVER = -1;

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Function<Request, Integer> answer = request -> 204;

  Receiver() {
    this(0);
  }

  Receiver(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new java.util.HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
    Request request = new Request(headers, exchange.getRequestBody().readAllBytes());
    requests.add(request);
    int status = answer.apply(request);
    if (status == NEVER) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return;
    }
    byte[] words = "whatever".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, status == 204 ? -1 : words.length);
    if (status != 204) {
      exchange.getResponseBody().write(words);
    }
    exchange.close();
  }

  void answers(Function<Request, Integer> newAnswer) {
    answer = newAnswer;
  }

  List<Request> requests() {
    return requests;
  }

  List<String> briefs() {
    return requests.stream().map(Request::brief).toList();
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI url() {
    return URI.create(
        "http://" + server.getAddress().getHostString() + ":" + port() + "/hook?token=secret");
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
