package italk.ext.ratelimiter;

import italk.engine.api.Engine;
import italk.engine.api.Metadata;
import italk.engine.api.Session;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the limiter needs of the engine: sessions to warn, and the records. */
final class TestChat {

  private final List<String> notices = new ArrayList<>();
  private final List<String> records = new ArrayList<>();

  List<String> notices() {
    return notices;
  }

  List<String> records() {
    return records;
  }

  Engine engine() {
    return answering(
        Engine.class,
        (self, method, arguments) -> {
          if (method.getName().equals("session")) {
            return Optional.of(session((String) arguments[0]));
          }
          throw new UnsupportedOperationException(method.toString());
        });
  }

  private Session session(String id) {
    return answering(
        Session.class,
        (self, method, arguments) -> {
          if (method.getName().equals("notice")) {
            notices.add(id + " " + arguments[0] + ": " + arguments[1]);
            return null;
          }
          throw new UnsupportedOperationException(method.toString());
        });
  }

  ModerationRecords moderationRecords() {
    return answering(
        ModerationRecords.class,
        (self, method, arguments) -> {
          if (method.getName().equals("record")) {
            Instant until = (Instant) ((Optional<?>) arguments[4]).orElseThrow();
            records.add(arguments[0] + " " + arguments[1] + " " + arguments[2] + " until " + until);
            return new ModerationRecord(
                records.size(),
                Instant.EPOCH,
                (Actor) arguments[0],
                (String) arguments[1],
                (Target) arguments[2],
                (String) arguments[3],
                Optional.of(until),
                Metadata.EMPTY);
          }
          throw new UnsupportedOperationException(method.toString());
        });
  }

  private static <T> T answering(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }
}
