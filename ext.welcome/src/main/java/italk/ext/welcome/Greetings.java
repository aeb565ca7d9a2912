package italk.ext.welcome;

import italk.engine.api.User;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that the options say. Immutable.
 *
 * @param first for a user's first visit
 * @param returning for each later one
 * @param languageKey where the user's metadata has the language; keys of nested objects with dots
 *     between them
 * @param group which group is told that somebody came; "" for none
 * @param groupText what it is told
 * @param sender the id of the user who tells the group
 */
record Greetings(
    Texts first,
    Texts returning,
    String languageKey,
    String group,
    Texts groupText,
    String sender) {

  static Greetings of(WelcomeOptions options) {
    Texts first = Texts.parse("message", options.message(), options.messages());
    boolean differ =
        !options.returning__message().isEmpty() || options.returning__messages().length > 0;
    return new Greetings(
        first,
        differ
            ? Texts.parse(
                "returning_message", returningText(options), options.returning__messages())
            : first,
        options.language__key(),
        options.group().strip(),
        Texts.parse("group_message", options.group__message(), new String[0]),
        options.sender().strip());
  }

  // With languages alone, who speaks none of them is greeted as at the first visit.
  private static String returningText(WelcomeOptions options) {
    return options.returning__message().isEmpty()
        ? options.message()
        : options.returning__message();
  }

  /** What is wrong with the options, each as a sentence. */
  List<String> mistakes() {
    return Stream.of(first, returning, groupText)
        .distinct()
        .flatMap(texts -> texts.mistakes().stream())
        .toList();
  }

  Greeting forSession(User user, boolean isFirstVisit) {
    return (isFirstVisit ? first : returning).of(user, languageKey);
  }
}
