package italk.ext.welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import italk.engine.api.Engine;
import italk.engine.api.Group;
import italk.engine.api.Groups;
import italk.engine.api.Metadata;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.api.Users;
import italk.engine.api.event.EngineEvent.UserConnected;
import italk.engine.api.extension.ExtensionStorage;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  private final List<String> sent = new ArrayList<>();
  private final List<String> added = new ArrayList<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final Map<String, String> kept = new HashMap<>();
  private final Group group =
      new Group("général", Group.Visibility.PUBLIC, Metadata.EMPTY, Map.of(), Instant.EPOCH);
  private final Session bot =
      answering(
          Session.class,
          Map.of(
              "isOpen",
              arguments -> true,
              "close",
              arguments -> closed.incrementAndGet() > 0 ? null : 0,
              "send",
              arguments -> {
                sent.add(arguments[0] + ": " + arguments[1]);
                return new CompletableFuture<SendResult>();
              }));
  private final Groups groups =
      answering(
          Groups.class,
          Map.of(
              "find",
              arguments -> arguments[0].equals("général") ? Optional.of(group) : Optional.empty(),
              "add",
              arguments -> {
                added.add(arguments[0] + " " + arguments[1] + " " + arguments[2]);
                return group;
              }));
  private final ExtensionStorage storage =
      answering(
          ExtensionStorage.class,
          Map.of(
              "get",
              arguments -> Optional.ofNullable(kept.get(arguments[0])),
              "put",
              arguments -> kept.put((String) arguments[0], (String) arguments[1])));
  private final Engine engine =
      answering(
          Engine.class,
          Map.of(
              "groups",
              arguments -> groups,
              "connect",
              arguments -> bot,
              "session",
              arguments ->
                  arguments[0].equals("s1") ? Optional.of(session) : Optional.<Session>empty(),
              "users",
              arguments -> users));

  @Test
  void the_session_that_connects_is_greeted() {
    Welcome welcome =
        new Welcome(engine, storage, options("{username} de {metadata.city}, {online} ici"));

    welcome.onConnect(connected("s1"));

    assertThat(notices).containsExactly("welcome: Alice de Dakar, 2 ici");
  }

  @Test
  void a_session_that_is_closed_already_is_no_failure() {
    Welcome welcome = new Welcome(engine, storage, options("Bonjour"));

    assertThatCode(() -> welcome.onConnect(connected("gone"))).doesNotThrowAnyException();
    assertThat(notices).isEmpty();
  }

  @Test
  void a_changed_message_greets_the_next() {
    Welcome welcome = new Welcome(engine, storage, options("Bonjour"));
    welcome.onConnect(connected("s1"));

    welcome.modified(options("Salut {username}"));
    welcome.onConnect(connected("s1"));

    assertThat(notices).containsExactly("welcome: Bonjour", "welcome: Salut Alice");
  }

  @Test
  void a_blank_message_greets_nobody() {
    Welcome welcome = new Welcome(engine, storage, options(" {metadata.missing} "));

    welcome.onConnect(connected("s1"));

    assertThat(notices).isEmpty();
  }

  @Test
  void who_comes_back_is_greeted_otherwise_also_after_a_restart() {
    Map<String, Object> options = Map.of("message", "first", "returning__message", "again");
    new Welcome(engine, storage, options(options)).onConnect(connected("s1"));

    new Welcome(engine, storage, options(options)).onConnect(connected("s1"));

    assertThat(notices).containsExactly("welcome: first", "welcome: again");
  }

  @ParameterizedTest
  @CsvSource({"fr,Salut", "fr-CA,Salut", "FR_be,Salut", "de-AT,Servus", "de,Hello", "zh,Hello"})
  void the_language_is_that_of_the_metadata(String locale, String expected) {
    String[] texts = {"fr=Salut", "de-AT=Servus"};
    Welcome welcome =
        new Welcome(engine, storage, options(Map.of("message", "Hello", "messages", texts)));
    User user = new User("9", "Nine", Metadata.of(Map.of("locale", locale)), Instant.EPOCH, true);

    welcome.onConnect(new UserConnected(user, "s1", true, Instant.EPOCH));

    assertThat(notices).containsExactly("welcome: " + expected);
  }

  @Test
  void an_entry_without_a_language_is_left_out_and_named() {
    Texts texts = Texts.parse("message", "Hello {nobody}", new String[] {"Salut", "fr=Bonjour"});

    assertThat(texts.mistakes()).hasSize(2);
    assertThat(texts.mistakes().get(0)).contains("\"Salut\"");
    assertThat(texts.mistakes().get(1)).contains("{nobody}");
  }

  @Test
  void the_group_is_told_who_came_online_and_not_of_the_one_who_tells() {
    Map<String, Object> options =
        Map.of("message", "", "group", "général", "group__message", "{username} in {group}");
    Welcome welcome = new Welcome(engine, storage, options(options));

    welcome.onConnect(connected("s1"));
    welcome.onConnect(new UserConnected(ALICE, "s1", false, Instant.EPOCH));
    User bot = new User("welcome", "Welcome", Metadata.EMPTY, Instant.EPOCH, true);
    welcome.onConnect(new UserConnected(bot, "s2", true, Instant.EPOCH));

    assertThat(sent).containsExactly("group:général: Alice in général");
    assertThat(added).containsExactly("général welcome MEMBER");
    welcome.deactivate();
    assertThat(closed).as("nobody is left online").hasValue(1);
    welcome.onConnect(connected("s1"));
    assertThat(sent).as("and nobody comes back").hasSize(1);
  }

  @Test
  void a_group_that_is_not_there_is_no_failure() {
    Welcome welcome =
        new Welcome(engine, storage, options(Map.of("message", "Hello", "group", "nowhere")));

    welcome.onConnect(connected("s1"));

    assertThat(notices).containsExactly("welcome: Hello");
    assertThat(sent).isEmpty();
  }

  private static UserConnected connected(String sessionId) {
    return new UserConnected(ALICE, sessionId, true, Instant.EPOCH);
  }

  private static WelcomeOptions options(String message) {
    return options(Map.of("message", message));
  }

  // What is not given has the default of the annotation.
  private static WelcomeOptions options(Map<String, Object> given) {
    return (WelcomeOptions)
        Proxy.newProxyInstance(
            WelcomeOptions.class.getClassLoader(),
            new Class<?>[] {WelcomeOptions.class},
            (self, method, arguments) ->
                given.getOrDefault(method.getName(), method.getDefaultValue()));
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
