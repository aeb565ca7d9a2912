package italk.itest.day;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to come of one scene: what each step is answered, what is in the histories afterwards,
 * and what is recorded. Knows the rules from the documentation, and nothing of the engine. For one
 * thread.
 */
final class Model {

  static final String REJECTED = "thief";
  static final String MASKED = "rascal";
  static final String FLAGGED = "rumour";
  static final String DONE = "done";
  static final String NOTHING = "nothing";
  static final String OFFLINE = "offline";
  static final String SENT = "sent";

  /** How often a user may say the same. */
  static final int REPEATS = 3;

  private static final String FLAG_REASON = "filter 3 (flag)";

  /** Something that was said. Not stored where {@code content} is null. */
  static final class Said {
    final String author;
    final Conversation to;
    String content;
    boolean edited;
    boolean retracted;
    boolean pinned;
    private boolean flagged;
    final Set<String> reporters = new HashSet<>();

    Said(String author, Conversation to) {
      this.author = author;
      this.to = to;
    }
  }

  private static final class Person {
    private boolean online;
    private boolean banned;
    private boolean muted;
    private boolean silenced;
    private int used;
  }

  private final Cast cast;
  private final MessageModel messages;
  private final int burst;
  private final Map<String, Person> people = new HashMap<>();
  private final Map<String, Room> rooms = new HashMap<>();
  private final List<Said> said = new ArrayList<>();
  private final List<Entry> records = new ArrayList<>();
  private final List<String> arrivals = new ArrayList<>();

  /**
   * Nothing has happened yet.
   *
   * @param burst how many messages a user may send at once
   */
  Model(Cast cast, int burst) {
    this.cast = cast;
    this.messages = new MessageModel(cast, this);
    this.burst = burst;
    cast.users().forEach(user -> people.put(user, new Person()));
  }

  /** All that was said, stored or not. */
  List<Said> said() {
    return said;
  }

  /** What is recorded, in this order for each actor. */
  List<Entry> records() {
    return records;
  }

  /** Who came online, as often as that was. */
  List<String> arrivals() {
    return arrivals;
  }

  /** Does a step; gives the answers that are right. */
  Set<String> apply(Step step) {
    if (step instanceof Step.Connect connect) {
      return Set.of(connect(connect.user()));
    } else if (step instanceof Step.Say say) {
      return say(say.user(), say.to(), say.text());
    } else if (step instanceof Step.Flood flood) {
      return Set.of(flood(flood));
    } else if (step instanceof Step.Edit edit) {
      return messages.edit(edit, said.get(edit.said()));
    } else if (step instanceof Step.Retract retract) {
      return Set.of(messages.retract(retract, said.get(retract.said())));
    } else if (step instanceof Step.Pin pin) {
      return Set.of(messages.pin(pin, said.get(pin.said())));
    } else if (step instanceof Step.Report report) {
      return Set.of(messages.report(report, said.get(report.said())));
    } else if (step instanceof Step.Take take) {
      return Set.of(take(take, people.get(take.user())));
    } else if (step instanceof Step.Grant grant) {
      record("operator", "grant_role", "user " + grant.user(), "");
    } else if (step instanceof Step.Create create) {
      rooms.put(create.group(), new Room(create.owner()));
    } else if (step instanceof Step.Enter enter) {
      rooms.get(enter.group()).members().put(enter.user(), Group.Role.MEMBER);
    } else if (step instanceof Step.Remove remove) {
      return Set.of(remove(remove));
    } else if (step instanceof Step.Rule rule && rooms.get(rule.group()).set(rule)) {
      record("user " + rule.by(), "group_rule", "group " + rule.group(), rule.reason());
    }
    return Set.of(DONE);
  }

  void record(String by, String action, String target, String reason) {
    records.add(new Entry(by, action, target, reason));
  }

  String message(int number) {
    return "message " + Entry.place(cast.scene(), number);
  }

  private String connect(String user) {
    Person person = people.get(user);
    if (person.online) {
      return NOTHING;
    } else if (person.banned) {
      return "refused users_management";
    }
    person.online = true;
    arrivals.add(user);
    return DONE;
  }

  private Set<String> say(String user, Conversation to, String text) {
    Said entry = new Said(user, to);
    said.add(entry);
    Person person = people.get(user);
    if (!person.online) {
      return Set.of(OFFLINE);
    }
    Room room = room(to);
    if (room != null && !room.members().containsKey(user)) {
      return Set.of("refused NOT_A_MEMBER");
    }
    if (++person.used > burst) {
      throw new IllegalStateException(user + " is too loud for a script without a flood");
    }
    Set<String> refusals = refusals(entry, text, false);
    if (!refusals.isEmpty()) {
      return refusals;
    }
    if (room != null) {
      room.hasWritten().add(user);
    }
    store(entry, text);
    return Set.of(SENT);
  }

  Room room(Conversation to) {
    return to instanceof Conversation.OfGroup group ? rooms.get(group.name()) : null;
  }

  /** Which of the extensions may refuse it: more than one, where the order is nobody's business. */
  Set<String> refusals(Said entry, String text, boolean edits) {
    Set<String> by = new TreeSet<>(refusals(text));
    Person author = people.get(entry.author);
    if (author.muted) {
      by.add("refused users_management");
    }
    Room room = room(entry.to);
    if (room != null && !room.allows(entry.author, edits)) {
      by.add("refused groups_management");
    }
    if (author.silenced) {
      by.add("refused message_rate_limiter");
    }
    return by;
  }

  /** Which of the extensions refuses a text, whoever wrote it. */
  static Set<String> refusals(String text) {
    return text.contains(REJECTED) ? Set.of("refused messages_management") : Set.of();
  }

  void store(Said entry, String text) {
    entry.content = text.replace(MASKED, "*".repeat(MASKED.length()));
    if (text.contains(FLAGGED) && !entry.flagged) {
      entry.flagged = true;
      record("extension messages_management", "flag", message(said.indexOf(entry)), FLAG_REASON);
    }
  }

  /** An edit of their own counts as a message of the author. */
  void countEdit(String author) {
    people.get(author).used++;
  }

  private String flood(Step.Flood flood) {
    Person person = people.get(flood.user());
    Map<String, Integer> times = new HashMap<>();
    int sent = 0;
    for (String text : flood.texts()) {
      Said entry = new Said(flood.user(), flood.to());
      said.add(entry);
      boolean tooOften = times.merge(text, 1, Integer::sum) > REPEATS;
      if (!person.silenced && (tooOften || ++person.used > burst)) {
        person.silenced = true;
        record(
            "extension message_rate_limiter", "mute", "user " + flood.user(), "too many messages");
      }
      if (!person.silenced) {
        store(entry, text);
        sent++;
      }
    }
    return sent + " sent, then refused message_rate_limiter";
  }

  private String take(Step.Take take, Person person) {
    if (!take.by().equals(cast.moderator())) {
      return "refused NOT_ALLOWED";
    }
    boolean isDone =
        switch (take.measure()) {
          case BAN, MUTE -> true;
          case UNBAN -> person.banned;
          case UNMUTE -> person.muted;
          case KICK -> person.online;
        };
    if (!isDone) {
      return NOTHING;
    }
    switch (take.measure()) {
      case BAN -> person.banned = true;
      case UNBAN -> person.banned = false;
      case MUTE -> person.muted = true;
      case UNMUTE -> person.muted = false;
      case KICK -> person.online = false;
    }
    person.online &= !person.banned;
    String action = take.measure().name().toLowerCase(Locale.ROOT);
    record("user " + take.by(), action, "user " + take.user(), take.reason());
    return DONE;
  }

  private String remove(Step.Remove remove) {
    if (rooms.get(remove.group()).members().remove(remove.user()) == null) {
      return "refused NOT_A_MEMBER";
    }
    record("user " + remove.by(), "group_remove", "user " + remove.user(), remove.reason());
    return DONE;
  }
}
