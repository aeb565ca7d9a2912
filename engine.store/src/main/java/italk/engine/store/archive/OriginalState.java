package italk.engine.store.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.store.StoreArchive.Counts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Brings in the users and groups of the original's {@code engine_state.json}. Reads the file twice:
 * to check it, and to bring it in, so that a bad one changes nothing. For one thread.
 */
public final class OriginalState {

  private static final long MAX_BYTES = 256L << 20;

  private final Batches batches;
  private final Instant now;

  /** Into the database behind these changes, as if all had been made {@code now}. */
  public OriginalState(Changes changes, Instant now, Ending ending) {
    this.batches = new Batches(changes, ending);
    this.now = now;
  }

  /** Reads the whole file or nothing of it. */
  public Counts from(Path file) {
    try {
      check(file);
      read(
          file,
          (user, path) -> batches.add(new Entry.OfUser(user), path),
          (group, path) -> batches.add(new Entry.OfGroup(group), path));
      batches.flush();
      return batches.tally().counts();
    } catch (IOException e) {
      throw NewFile.notRead(file, e);
    }
  }

  private void check(Path file) throws IOException {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw JsonFields.wrong("", "at most 256 MB", size + " bytes");
      }
      OriginalNames names = new OriginalNames();
      read(file, names::user, names::group);
      names.checkMembers();
    } catch (JsonProcessingException e) {
      throw refused(
          file + ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr(),
          "expected the original's engine_state.json, found what is no such JSON ("
              + e.getOriginalMessage()
              + ").");
    } catch (EngineException e) {
      throw refused(file.toString(), e.problem().message());
    }
  }

  private static EngineException refused(String place, String why) {
    return Problem.of(Problem.Code.INVALID, place + ": " + why + " Nothing was brought in.")
        .exception();
  }

  /** Makes everything in the file, one after the other, and hands it over with its path. */
  private void read(Path file, BiConsumer<User, String> users, BiConsumer<Group, String> groups)
      throws IOException {
    try (InputStream in = Files.newInputStream(file);
        BoundedParser parser = Json.parser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw JsonFields.wrong("", "an object with \"users\" and \"groups\"", "something else");
      }
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        switch (key) {
          case "users" -> array(parser, key, fields -> users.accept(user(fields), fields.path()));
          case "groups" ->
              array(parser, key, fields -> groups.accept(group(fields), fields.path()));
          default ->
              throw JsonFields.wrong(
                  "", "the keys \"users\" and \"groups\"", JsonFields.quoted(key));
        }
      }
      if (parser.nextToken() != null) {
        throw JsonFields.wrong("", "one object", "more behind it");
      }
    }
  }

  private static void array(BoundedParser parser, String key, Consumer<JsonFields> element)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw JsonFields.wrong(key, "an array", "something else");
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      element.accept(JsonFields.of(key + "[" + i + "]", parser.value()));
    }
  }

  private User user(JsonFields fields) {
    // Nobody is online after a restart.
    fields.ignore("connected");
    return fields.make(
        () ->
            new User(
                fields.text("id", EntryReader.MAX_NAME),
                fields.text("username", EntryReader.MAX_NAME),
                fields.metadata("metadata"),
                now,
                false));
  }

  /** The original's groups have no rights and no secrets: everyone may join. */
  private Group group(JsonFields fields) {
    Map<String, Group.Role> members = new LinkedHashMap<>();
    fields.texts("members", EntryReader.MAX_NAME).forEach(id -> members.put(id, Group.Role.MEMBER));
    return fields.make(
        () ->
            new Group(
                fields.text("name", EntryReader.MAX_NAME),
                Group.Visibility.PUBLIC,
                Metadata.EMPTY,
                members,
                now));
  }
}
