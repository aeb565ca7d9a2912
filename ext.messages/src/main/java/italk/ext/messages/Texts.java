package italk.ext.messages;

import italk.engine.api.User;

/** What users read, in the language of their metadata's {@code locale}: French, else English. */
enum Texts {
  FORBIDDEN(
      "Your message has something in it that is not allowed here.",
      "Votre message contient quelque chose qui n'est pas permis ici."),
  TOO_MANY_LINKS(
      "Your message has too many links: at most {max} are allowed.",
      "Votre message a trop de liens : {max} au plus sont permis."),
  TOO_MANY_MENTIONS(
      "Your message mentions too many: at most {max} mentions are allowed.",
      "Votre message a trop de mentions : {max} au plus sont permises.");

  private final String english;
  private final String french;

  Texts(String english, String french) {
    this.english = english;
    this.french = french;
  }

  String to(User user) {
    String locale = user.metadata().text("locale").orElse("");
    boolean isFrench = locale.equals("fr") || locale.startsWith("fr-") || locale.startsWith("fr_");
    return isFrench ? french : english;
  }

  String to(User user, int max) {
    return to(user).replace("{max}", Integer.toString(max));
  }
}
