package italk.engine.config.edit;

import italk.engine.config.edit.Piece.ListPiece;
import italk.engine.config.edit.Piece.MemberPiece;
import italk.engine.config.edit.Piece.ObjectPiece;
import italk.engine.config.edit.Piece.PlainPiece;
import italk.engine.config.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON text that can be edited in one place: all other characters, key order, line ends, a byte
 * order mark and whatever indentation there is stay; what is new looks like its neighbours. An
 * instance is one text; each edit returns the text that comes of it. Any thread.
 */
public final class JsonEditor {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String mark;
  private final String text;
  private final ObjectPiece root;
  private final Style style;

  /**
   * @param text a whole file's
   * @throws IllegalArgumentException where it is not the text of one JSON object: read it by {@code
   *     JsonReader} first, which can say what is wrong and where
   */
  public JsonEditor(String text) {
    this.mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    this.text = text.substring(mark.length());
    this.root = Piece.Reader.read(this.text);
    this.style = Style.of(this.text, root);
  }

  /**
   * Gives a key a value: replaces the one that is there, else adds the key as the last of its
   * object; objects on the way that are not there are made.
   *
   * @param path the keys on the way, at least one
   * @param json the value, as it is to be written
   * @throws IllegalArgumentException where something on the way is no object
   */
  public String put(List<String> path, String json) {
    ObjectPiece object = root;
    ObjectPiece around = null;
    for (int i = 0; i < path.size(); i++) {
      MemberPiece member = object.members().get(path.get(i));
      if (member == null) {
        return insert(object, around, path.subList(i, path.size()), json);
      } else if (i == path.size() - 1) {
        return splice(member.value().start(), member.value().end(), json);
      } else if (!(member.value() instanceof ObjectPiece)) {
        throw new IllegalArgumentException("No object is at " + path.subList(0, i + 1) + ".");
      }
      around = object;
      object = (ObjectPiece) member.value();
    }
    throw new IllegalArgumentException("The path is empty.");
  }

  /** Takes a key out of its object; the same text where it is not there. */
  public String remove(List<String> path) {
    Optional<ObjectPiece> holder = find(path.subList(0, path.size() - 1));
    String key = path.get(path.size() - 1);
    if (holder.isEmpty() || !holder.get().members().containsKey(key)) {
      return mark + text;
    }
    ObjectPiece object = holder.get();
    List<String> keys = List.copyOf(object.members().keySet());
    List<MemberPiece> members = List.copyOf(object.members().values());
    int index = keys.indexOf(key);
    if (members.size() == 1) {
      return splice(object.start() + 1, object.end() - 1, "");
    } else if (index + 1 < members.size()) {
      return splice(members.get(index).keyStart(), members.get(index + 1).keyStart(), "");
    }
    int end = members.get(index).value().end();
    return splice(members.get(index - 1).value().end(), end, "");
  }

  /**
   * Gives a key a list of texts. Where there is a list already, each text keeps the way it is
   * written, and the list its lines.
   *
   * @param path the keys on the way
   * @param items what is to be in the list
   * @throws IllegalArgumentException where something on the way is no object
   */
  public String putList(List<String> path, List<String> items) {
    Optional<ObjectPiece> holder = find(path.subList(0, path.size() - 1));
    MemberPiece member = holder.map(it -> it.members().get(path.get(path.size() - 1))).orElse(null);
    if (member != null && member.value() instanceof ListPiece list && !list.values().isEmpty()) {
      return splice(list.start(), list.end(), items.isEmpty() ? "[]" : relist(list, items));
    }
    List<String> written = items.stream().map(JsonWriter::text).toList();
    return put(path, "[" + String.join(", ", written) + "]");
  }

  private String relist(ListPiece list, List<String> items) {
    List<Piece> values = list.values();
    Piece first = values.get(0);
    Piece last = values.get(values.size() - 1);
    String lead = text.substring(list.start() + 1, first.start());
    List<String> separators = new ArrayList<>();
    for (int i = 1; i < values.size(); i++) {
      separators.add(text.substring(values.get(i - 1).end(), values.get(i).start()));
    }
    if (separators.isEmpty()) {
      separators.add(Style.isBroken(lead) ? "," + lead : ", ");
    }
    StringBuilder result = new StringBuilder("[").append(lead);
    for (int i = 0; i < items.size(); i++) {
      String separator = i == 0 ? "" : separators.get(Math.min(i, separators.size()) - 1);
      result.append(separator).append(written(items.get(i), values));
    }
    return result.append(text, last.end(), list.end()).toString();
  }

  private String written(String item, List<Piece> values) {
    return values.stream()
        .filter(it -> it instanceof PlainPiece plain && plain.says().equals(Optional.of(item)))
        .map(it -> text.substring(it.start(), it.end()))
        .findFirst()
        .orElseGet(() -> JsonWriter.text(item));
  }

  private String insert(ObjectPiece object, ObjectPiece around, List<String> keys, String json) {
    if (!object.members().isEmpty()) {
      List<MemberPiece> members = List.copyOf(object.members().values());
      MemberPiece last = members.get(members.size() - 1);
      String lead = style.lead(object);
      String separator =
          members.size() > 1
              ? text.substring(members.get(members.size() - 2).value().end(), last.keyStart())
              : "," + (lead.isEmpty() && style.isAiry(object) ? " " : lead);
      boolean broken = Style.isBroken(separator);
      String member =
          member(keys, json, broken ? Style.indentation(separator) : "", broken, object);
      return splice(last.value().end(), last.value().end(), separator + member);
    }
    // An empty object has no style of its own: it goes by the one around it.
    boolean broken = around == null || Style.isBroken(style.lead(around));
    String outside = around == null ? "" : Style.indentation(style.lead(around));
    String inside = outside + style.unit();
    String member = member(keys, json, inside, broken, object);
    String body = broken ? style.newline() + inside + member + style.newline() + outside : member;
    return splice(object.start() + 1, object.end() - 1, body);
  }

  /** A key with its value; the value is an object where there are several keys. */
  private String member(
      List<String> keys, String json, String indentation, boolean broken, ObjectPiece neighbours) {
    String key = JsonWriter.text(keys.get(0)) + style.colon(neighbours);
    if (keys.size() == 1) {
      return key + json;
    }
    String inside = indentation + style.unit();
    String member = member(keys.subList(1, keys.size()), json, inside, broken, neighbours);
    return broken
        ? key + "{" + style.newline() + inside + member + style.newline() + indentation + "}"
        : key + "{" + member + "}";
  }

  private Optional<ObjectPiece> find(List<String> path) {
    ObjectPiece object = root;
    for (String key : path) {
      MemberPiece member = object.members().get(key);
      if (member == null || !(member.value() instanceof ObjectPiece)) {
        return Optional.empty();
      }
      object = (ObjectPiece) member.value();
    }
    return Optional.of(object);
  }

  private String splice(int from, int to, String replacement) {
    return mark + text.substring(0, from) + replacement + text.substring(to);
  }
}
