package italk.engine.config.edit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value as a piece of its text, from the character {@code start} up to and without {@code end}.
 */
sealed interface Piece {

  int start();

  int end();

  /** A value under its key; {@code keyStart} is where the quote before the key is. */
  record MemberPiece(int keyStart, Piece value) {}

  /** An object, brace to brace. */
  record ObjectPiece(int start, int end, Map<String, MemberPiece> members) implements Piece {}

  /** A list, bracket to bracket. */
  record ListPiece(int start, int end, List<Piece> values) implements Piece {}

  /** Anything else; {@code says} is what a text says, without escapes, else empty. */
  record PlainPiece(int start, int end, Optional<String> says) implements Piece {}

  /** Takes a text apart. */
  final class Reader {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Reader() {}

    /**
     * Reads one object.
     *
     * @throws IllegalArgumentException where the text is anything else: read it by {@code
     *     JsonReader} first, which can say what is wrong and where
     */
    static ObjectPiece read(String text) {
      try (JsonParser parser = FACTORY.createParser(text)) {
        parser.nextToken();
        if (piece(parser) instanceof ObjectPiece object && parser.nextToken() == null) {
          return object;
        }
        throw new IllegalArgumentException("Expected the text of one JSON object.");
      } catch (IOException e) {
        throw new IllegalArgumentException("Expected the text of one JSON object.", e);
      }
    }

    private static Piece piece(JsonParser parser) throws IOException {
      int start = (int) parser.currentTokenLocation().getCharOffset();
      JsonToken token = parser.currentToken();
      if (token == JsonToken.START_OBJECT) {
        Map<String, MemberPiece> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          int keyStart = (int) parser.currentTokenLocation().getCharOffset();
          String key = parser.currentName();
          parser.nextToken();
          members.put(key, new MemberPiece(keyStart, piece(parser)));
        }
        return new ObjectPiece(start, end(parser), members);
      } else if (token == JsonToken.START_ARRAY) {
        List<Piece> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          values.add(piece(parser));
        }
        return new ListPiece(start, end(parser), values);
      } else if (token == null || !token.isScalarValue()) {
        throw new IllegalArgumentException("Expected the text of one JSON object.");
      }
      // Reads a text to its end, too.
      String says = parser.getText();
      Optional<String> text =
          token == JsonToken.VALUE_STRING ? Optional.of(says) : Optional.empty();
      return new PlainPiece(start, end(parser), text);
    }

    private static int end(JsonParser parser) {
      return (int) parser.currentLocation().getCharOffset();
    }
  }
}
