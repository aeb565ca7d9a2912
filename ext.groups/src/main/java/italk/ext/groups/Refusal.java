package italk.ext.groups;

import italk.engine.api.User;
import java.util.Locale;

/** Why a message is refused, in the words of its sender's language. */
enum Refusal {
  NO_MEMBER("You are no member of this group any more.", "Vous n'êtes plus membre de ce groupe."),
  MAY_NOT_WRITE(
      "Your role doesn't allow you to write in this group.",
      "Votre rôle ne permet pas d'écrire dans ce groupe."),
  READ_ONLY("This group is read-only.", "Ce groupe est en lecture seule."),
  TOO_SOON(
      "This group is in slow mode: try again in {seconds} s.",
      "Ce groupe est en mode lent : réessayez dans {seconds} s.");

  private final String english;
  private final String french;

  Refusal(String english, String french) {
    this.english = english;
    this.french = french;
  }

  /** The words for one user: French where the metadata's {@code locale} is, else English. */
  String wordsFor(User user) {
    String language = user.metadata().text("locale").map(tag -> tag.replace('_', '-')).orElse("");
    return Locale.forLanguageTag(language).getLanguage().equals("fr") ? french : english;
  }
}
