package italk.itest.day;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.History;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Messages;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares what the engine has at the end of the day with what the models have. */
public final class Check {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String AUDIT = " italk.audit - ";

  private final List<Scene> scenes;
  private final List<Entry> before;
  private final Set<MessageId> sentAgain = new HashSet<>();

  /** What came of these. */
  Check(List<Scene> scenes, List<Entry> before) {
    this.scenes = scenes;
    this.before = before;
  }

  /** A message as a line: who, what, and what was done to it. */
  private static String line(String author, String content, boolean edited, boolean retracted) {
    return author + ": " + content + (edited ? " (edited)" : "") + (retracted ? " (gone)" : "");
  }

  /** Every history is what its model has, with the ids that were acknowledged, in their order. */
  public void histories(Engine engine) {
    Map<Conversation, Map<MessageId, String>> expected = new HashMap<>();
    for (Scene scene : scenes) {
      List<Model.Said> said = scene.model().said();
      for (int i = 0; i < said.size(); i++) {
        Model.Said each = said.get(i);
        Optional<MessageId> id = scene.player().id(i);
        String place = Entry.place(scene.number(), i);
        assertEquals(place + " is stored", each.content != null, id.isPresent());
        if (id.isPresent()) {
          if (scene.player().wasTurnedAway(i)) {
            sentAgain.add(id.get());
          }
          Map<MessageId, String> lines =
              expected.computeIfAbsent(each.to, any -> new LinkedHashMap<>());
          String line = line(each.author, each.content, each.edited, each.retracted);
          assertEquals("acknowledged once", null, lines.put(id.get(), line));
        }
      }
    }
    Set<MessageId> ids = new TreeSet<>();
    for (Map.Entry<Conversation, Map<MessageId, String>> each : expected.entrySet()) {
      List<Message> history = all(engine.history(each.getKey()));
      Map<MessageId, String> lines = new LinkedHashMap<>();
      history.forEach(
          it ->
              lines.put(
                  it.id(),
                  line(it.senderId(), it.content(), it.editedAt().isPresent(), it.isRetracted())));
      String where = each.getKey().toString();
      assertEquals(where, text(inOrder(each.getValue())), text(lines));
      assertEquals("each once in " + where, lines.size(), history.size());
      ids.addAll(lines.keySet());
    }
    all(engine.history(Conversation.group(Day.ARRIVALS))).forEach(it -> ids.add(it.id()));
    assertEquals("there is nothing else", List.copyOf(ids), feed(engine.messages()));
  }

  /** As they were sent, but for those that had to be sent again. */
  private Map<MessageId, String> inOrder(Map<MessageId, String> sent) {
    return sentAgain.stream().anyMatch(sent::containsKey) ? new TreeMap<>(sent) : sent;
  }

  private static String text(Map<MessageId, String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach((id, line) -> text.append(id).append(' ').append(line).append('\n'));
    return text.toString();
  }

  private static List<Message> all(History history) {
    List<Message> all = new ArrayList<>();
    List<Message> page = history.latest(History.MAX_PAGE);
    while (!page.isEmpty()) {
      all.addAll(0, page);
      page = history.before(page.get(0).id(), History.MAX_PAGE);
    }
    return all;
  }

  private static List<MessageId> feed(Messages messages) {
    List<MessageId> all = new ArrayList<>();
    List<Message> page = messages.since(new MessageId(0), Messages.MAX_PAGE);
    while (!page.isEmpty()) {
      page.forEach(message -> all.add(message.id()));
      page = messages.since(all.get(all.size() - 1), Messages.MAX_PAGE);
    }
    return all;
  }

  /** Whoever came online was announced in the group, as often as that was. */
  public void arrivals(Engine engine) {
    List<String> expected = new ArrayList<>();
    scenes.forEach(
        scene -> scene.model().arrivals().forEach(user -> expected.add(user + " is here")));
    Collections.sort(expected);
    History history = engine.history(Conversation.group(Day.ARRIVALS));
    eventually("all are announced", LIMIT, () -> all(history).size() >= expected.size());
    assertEquals(expected, all(history).stream().map(Message::content).sorted().toList());
  }

  /** Everybody was greeted once at each visit. */
  public void greetings() {
    scenes.forEach(scene -> scene.player().visits().forEach(Visit::assertGreeted));
  }

  /** What must not stand in any history doesn't. */
  public void nothingForbidden(Engine engine) {
    Messages messages = engine.messages();
    for (String word : List.of(Model.REJECTED, Model.MASKED)) {
      assertEquals(List.of(), messages.search(MessageSearch.of(word, 5)));
    }
    assertTrue(!messages.search(MessageSearch.of(Model.FLAGGED, 5)).isEmpty());
  }

  /** The records of each actor are those of the models: a user's in their order. */
  public List<ModerationRecord> records(ModerationRecords records) {
    List<Entry> expected = new ArrayList<>(before);
    Map<MessageId, String> places = new HashMap<>();
    for (Scene scene : scenes) {
      expected.addAll(scene.model().records());
      for (int i = 0; i < scene.model().said().size(); i++) {
        String place = Entry.place(scene.number(), i);
        scene.player().id(i).ifPresent(id -> places.put(id, place));
      }
    }
    eventually("all is recorded", LIMIT, () -> all(records).size() >= expected.size());
    List<ModerationRecord> found = all(records);
    assertEquals(
        byActor(expected), byActor(found.stream().map(it -> Entry.of(it, places)).toList()));
    return found;
  }

  private static List<ModerationRecord> all(ModerationRecords records) {
    List<ModerationRecord> all = new ArrayList<>();
    List<ModerationRecord> page = records.latest(ModerationRecords.MAX_PAGE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = records.before(page.get(page.size() - 1).number(), ModerationRecords.MAX_PAGE);
    }
    Collections.reverse(all);
    return all;
  }

  /** As text, so that a difference can be read. What extensions do is in no order. */
  private static String byActor(List<Entry> entries) {
    Map<String, List<String>> byActor = new TreeMap<>();
    entries.forEach(
        each -> byActor.computeIfAbsent(each.by(), any -> new ArrayList<>()).add(each.toString()));
    byActor.forEach(
        (actor, lines) -> {
          if (!actor.startsWith("user ")) {
            Collections.sort(lines);
          }
        });
    return String.join("\n", byActor.values().stream().flatMap(List::stream).toList());
  }

  /** Every record is a line of the audit file, once, and nothing else is. */
  public static void audit(Path file, List<ModerationRecord> records) {
    List<String> expected = records.stream().map(Check::auditLine).sorted().toList();
    eventually("the audit is written", LIMIT, () -> auditLines(file).size() >= expected.size());
    try {
      assertEquals(String.join("\n", expected), String.join("\n", auditLines(file)));
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static List<String> auditLines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(
              line -> {
                int begin = line.indexOf(AUDIT);
                return begin < 0 ? line : line.substring(begin + AUDIT.length());
              })
          .sorted()
          .toList();
    }
  }

  private static String auditLine(ModerationRecord record) {
    return "#"
        + record.number()
        + " "
        + record.by()
        + " : "
        + record.action()
        + " "
        + record.target()
        + record.until().map(until -> " jusqu'à " + until).orElse("")
        + (record.reason().isEmpty() ? "" : " (" + record.reason() + ")")
        + (record.details().isEmpty() ? "" : " " + record.details());
  }
}
