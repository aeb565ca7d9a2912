package italk.ext.welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import italk.engine.api.Engine;
import italk.engine.api.Metadata;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.api.Users;
import italk.engine.api.event.EngineEvent.UserConnected;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is greeted, and that a change of options needs no new component. */
class WelcomeTest {

  private static final User ALICE =
      new User("123", "Alice", Metadata.of(Map.of("city", "Dakar")), Instant.EPOCH, true);

  private final List<String> notices = new ArrayList<>();

  // Answers the three questions that a greeting asks; anything else is a fault of the extension.
  private final Users users =
      answering(Users.class, Map.of("online", arguments -> List.of(ALICE, ALICE)));
  private final Session session =
      answering(
          Session.class,
          Map.of(
              "notice", arguments -> notices.add(arguments[0] + ": " + arguments[1]) ? null : 0));
  private final Engine engine =
      answering(
          Engine.class,
          Map.of(
              "session",
              arguments ->
                  arguments[0].equals("s1") ? Optional.of(session) : Optional.<Session>empty(),
              "users",
              arguments -> users));

  @Test
  void the_session_that_connects_is_greeted() {
    Welcome welcome = new Welcome(engine, options("{username} de {metadata.city}, {online} ici"));

    welcome.onConnect(connected("s1"));

    assertThat(notices).containsExactly("welcome: Alice de Dakar, 2 ici");
  }

  @Test
  void a_session_that_is_closed_already_is_no_failure() {
    Welcome welcome = new Welcome(engine, options("Bonjour"));

    assertThatCode(() -> welcome.onConnect(connected("gone"))).doesNotThrowAnyException();
    assertThat(notices).isEmpty();
  }

  @Test
  void a_changed_message_greets_the_next() {
    Welcome welcome = new Welcome(engine, options("Bonjour"));
    welcome.onConnect(connected("s1"));

    welcome.modified(options("Salut {username}"));
    welcome.onConnect(connected("s1"));

    assertThat(notices).containsExactly("welcome: Bonjour", "welcome: Salut Alice");
  }

  @Test
  void a_blank_message_greets_nobody() {
    Welcome welcome = new Welcome(engine, options(" {metadata.missing} "));

    welcome.onConnect(connected("s1"));

    assertThat(notices).isEmpty();
  }

  private static UserConnected connected(String sessionId) {
    return new UserConnected(ALICE, sessionId, true, Instant.EPOCH);
  }

  private static WelcomeOptions options(String message) {
    return new WelcomeOptions() {
      @Override
      public String message() {
        return message;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return WelcomeOptions.class;
      }
    };
  }

  private interface Answer {
    Object to(Object... arguments);
  }

  private static <T> T answering(Class<T> type, Map<String, Answer> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Answer answer = answers.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.toString());
              }
              return answer.to(arguments);
            }));
  }
}
