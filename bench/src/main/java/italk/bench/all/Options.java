package italk.bench.all;

/** Which extensions run, and with which options. */
enum Options {
  NONE("no extensions", "\"extensions\": []"),
  DEFAULT("all seven, default options", Options.NAMES + ", " + Options.NO_LIMIT + "}"),
  TYPICAL(
      "all seven, roles, filters and limits",
      Options.NAMES
          + ", "
          + Options.NO_LIMIT
          + ", \"role_limits\": [\"member=10000/1000000/1\"],"
          + " \"total_limit\": \"10000/1000000/1\", \"repeats\": 3},"
          + " \"users_management\": {\"role_metadata\": \"role\", \"roles\":"
          + " [\"moderator=users.ban,users.mute,messages.moderate\", \"member=polls.create\"]},"
          + " \"messages_management\": {\"max_links\": 5, \"max_mentions\": 10, \"filters\": ["
          + " \"reject:word:thief\", \"reject:word:crook\", \"reject:word:swindler\","
          + " \"reject:word:buy now\", \"reject:word:free money\", \"mask:word:rascal\","
          + " \"mask:word:scoundrel\", \"mask:word:knave\", \"mask:word:villain\","
          + " \"mask:word:blockhead\", \"flag:word:rumour\", \"flag:word:gossip\","
          + " \"mask:pattern:[0-9]{4}-[0-9]{4}-[0-9]{4}\", \"reject:pattern:(?i)casino.{0,20}bonus\","
          + " \"flag:pattern:[a-z0-9.]+@[a-z0-9.]+\"]},"
          + " \"events_management\": {\"event_admin_out\": true},"
          + " \"advanced_logging\": {\"format\": \"json\", \"content\": \"masked\"}");

  private static final String NAMES =
      "\"extensions\": [\"users_management\", \"groups_management\", \"message_rate_limiter\","
          + " \"messages_management\", \"events_management\", \"welcome\", \"advanced_logging\"]";

  /** The limiter would else refuse what is measured. */
  private static final String NO_LIMIT =
      "\"message_rate_limiter\": {\"burst\": 10000, \"messages\": 1000000, \"seconds\": 1";

  private final String words;
  private final String json;

  Options(String words, String json) {
    this.words = words;
    this.json = json;
  }

  String words() {
    return words;
  }

  /** The content of {@code config.json}. No listener is to be spared an event. */
  String configuration() {
    return "{\"logging\": false, \"engine\": {\"session_queue\": 100000, \"listener_queue\": 1000000},"
        + json
        + "}";
  }
}
