package italk.itest.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes good configurations, one member of the object in each line, into bad or strange ones. */
public final class ConfigMutations {

  private static final int HUGE = 1_100_000;

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "6",
          "1e999999999",
          "-0.0",
          "123456789012345678901234567890",
          "9".repeat(90),
          "9".repeat(2_000),
          "\"\"",
          "\"six\"",
          "\"\\u0000\\ud800\"",
          "[]",
          "[[]]",
          "[null]",
          "[1, \"a\", true]",
          "{}",
          "{\"token\": {}}");

  private static final List<String> KEYS =
      List.of(
          "",
          ".",
          "TOKEN",
          "Token",
          "t.oken",
          "tokne",
          "service.pid",
          "SERVICE.PID",
          "service.ranking",
          "Service.Ranking",
          "service.factoryPid",
          "service.bundleLocation",
          "italk.extension",
          "component.name",
          ".italk.source",
          ".ITALK.SOURCE",
          "failure_policy",
          "timeout_ms",
          "k".repeat(70_000),
          "\\u0000",
          "\\ud83d\\ude00",
          "\\ud800");

  private static final List<String> TOP_KEYS =
      List.of(
          "extensions",
          "logging",
          "engine",
          "message_welcome",
          "$schema",
          "store",
          "deploy",
          "welcom");

  private static final List<Charset> CHARSETS =
      List.of(
          StandardCharsets.UTF_16,
          StandardCharsets.UTF_16LE,
          StandardCharsets.ISO_8859_1,
          Charset.forName("UTF-32"),
          Charset.forName("IBM037"));

  /**
   * What was made.
   *
   * @param kind in a few words
   * @param bytes the file's
   */
  public record Mutant(String kind, byte[] bytes) {}

  private interface Mutation {
    byte[] of(List<String> lines, byte[] bytes);
  }

  private record Named(String kind, Mutation mutation) {}

  private final Random random;
  private final List<Named> mutations = new ArrayList<>();

  /** The same ones for the same seed. */
  public ConfigMutations(long seed) {
    random = new Random(seed);
    add("cut", (lines, bytes) -> join(bytes, 0, at(bytes), "", bytes.length, bytes.length));
    add("a piece left out", this::withoutPiece);
    add("bytes changed", this::withOtherBytes);
    add(
        "something put in",
        (lines, bytes) ->
            put(
                bytes,
                pick(
                    List.of(
                        "{", "}", "[", "]", ",", ":", "\"", "\\", "//", "\0", "é", "\uFEFF",
                        "NaN"))));
    add("a key twice", (lines, bytes) -> text(insert(lines, member(lines))));
    add("lines in another order", this::shuffled);
    add("another value", this::withOtherValue);
    add("another key in a section", this::withOtherKey);
    add(
        "another key at the top",
        (lines, bytes) -> text(insert(lines, "\"" + pick(TOP_KEYS) + "\": " + pick(VALUES) + ",")));
    add("sections swapped", this::swapped);
    add("another encoding", (lines, bytes) -> new String(bytes, UTF_8).getBytes(pick(CHARSETS)));
    add(
        "deep",
        (lines, bytes) ->
            text(
                insert(lines, "\"deep\": " + nested(pick(List.of(5, 29, 33, 100, 50_000))) + ",")));
    add("huge", this::huge);
    add("padded", (lines, bytes) -> put(bytes, pick(List.of(" ", "\n", "\t", "\r\n", "\u00A0"))));
    add(
        "nothing",
        (lines, bytes) ->
            pick(List.of("", " \n", "null", "[]", "{}", "\uFEFF{}", "\"\"", "0")).getBytes(UTF_8));
  }

  private void add(String kind, Mutation mutation) {
    mutations.add(new Named(kind, mutation));
  }

  /** One to three changes of a good text. */
  public Mutant mutate(String good) {
    byte[] bytes = good.getBytes(UTF_8);
    List<String> kinds = new ArrayList<>();
    for (int left = 1 + random.nextInt(6) / 4; left > 0; left--) {
      Named named = pick(mutations);
      bytes = named.mutation().of(new String(bytes, UTF_8).lines().toList(), bytes);
      kinds.add(named.kind());
    }
    return new Mutant(String.join(", ", kinds), bytes);
  }

  /** One that is no JSON for certain. */
  public byte[] broken(String good) {
    byte[] bytes = good.strip().getBytes(UTF_8);
    return join(bytes, 0, 1 + random.nextInt(bytes.length - 1), "", bytes.length, bytes.length);
  }

  private byte[] withoutPiece(List<String> lines, byte[] bytes) {
    int from = at(bytes);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(30));
    return join(bytes, 0, from, "", to, bytes.length);
  }

  private byte[] withOtherBytes(List<String> lines, byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int left = random.nextInt(3); left >= 0 && bytes.length > 0; left--) {
      changed[at(bytes)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private byte[] shuffled(List<String> lines, byte[] bytes) {
    List<String> others = new ArrayList<>(lines);
    Collections.shuffle(others, random);
    return text(others);
  }

  private byte[] withOtherValue(List<String> lines, byte[] bytes) {
    String text = new String(bytes, UTF_8);
    int colon = text.indexOf(':', at(bytes));
    int end = colon < 0 ? -1 : indexOfEnd(text, colon);
    return end < 0
        ? bytes
        : (text.substring(0, colon + 1) + pick(VALUES) + text.substring(end)).getBytes(UTF_8);
  }

  private static int indexOfEnd(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (",}\n".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private byte[] withOtherKey(List<String> lines, byte[] bytes) {
    List<String> others = new ArrayList<>(lines);
    if (!others.isEmpty()) {
      int line = random.nextInt(others.size());
      others.set(
          line, others.get(line).replace("{", "{\"" + pick(KEYS) + "\": " + pick(VALUES) + ", "));
    }
    return text(others);
  }

  private byte[] swapped(List<String> lines, byte[] bytes) {
    return new String(bytes, UTF_8)
        .replace("\"" + Stamped.MODIFIED + "\":", "\"?\":")
        .replace("\"" + Stamped.RESTARTED + "\":", "\"" + Stamped.MODIFIED + "\":")
        .replace("\"?\":", "\"" + Stamped.RESTARTED + "\":")
        .getBytes(UTF_8);
  }

  private byte[] huge(List<String> lines, byte[] bytes) {
    String more =
        switch (random.nextInt(4)) {
          case 0 -> "\"huge\": \"" + "h".repeat(HUGE) + "\",";
          case 1 -> "\"huge\": [" + "1,".repeat(100_000) + "1],";
          case 2 -> sections(2_000);
          default -> " ".repeat(HUGE);
        };
    return text(insert(lines, more));
  }

  private static String sections(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("\"section").append(i).append("\": {\"token\": 1},");
    }
    return text.toString();
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private String member(List<String> lines) {
    return lines.isEmpty() ? "" : pick(lines);
  }

  private List<String> insert(List<String> lines, String line) {
    List<String> more = new ArrayList<>(lines);
    more.add(Math.min(1, lines.size()), line);
    return more;
  }

  private byte[] put(byte[] bytes, String text) {
    int at = at(bytes);
    return join(bytes, 0, at, text, at, bytes.length);
  }

  private static byte[] text(List<String> lines) {
    return String.join("\n", lines).getBytes(UTF_8);
  }

  private static byte[] join(byte[] bytes, int from, int to, String text, int next, int end) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(bytes, from, to - from);
    joined.writeBytes(text.getBytes(UTF_8));
    joined.write(bytes, next, end - next);
    return joined.toByteArray();
  }

  private int at(byte[] bytes) {
    return bytes.length == 0 ? 0 : random.nextInt(bytes.length);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
