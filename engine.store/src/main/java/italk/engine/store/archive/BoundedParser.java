package italk.engine.store.archive;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * Reads a value only so far: millions of tiny ones in a row take many times the room in memory that
 * they take in the file.
 */
final class BoundedParser extends JsonParserDelegate {

  /** More than a group of the most members has. */
  static final int MAX_TOKENS = 100_000;

  private int tokens;

  BoundedParser(JsonParser parser) {
    super(parser);
  }

  /** The value that begins at the current token; bounded by itself. */
  JsonNode value() throws IOException {
    tokens = 0;
    JsonNode value = readValueAsTree();
    tokens = 0;
    return value;
  }

  @Override
  public JsonToken nextToken() throws IOException {
    if (++tokens > MAX_TOKENS) {
      throw new JsonParseException(
          this, "a value of more than " + MAX_TOKENS + " parts", delegate.currentLocation());
    }
    return delegate.nextToken();
  }

  // Both as JsonParser has them: the delegate's own would go past the count.

  @Override
  public JsonToken nextValue() throws IOException {
    JsonToken token = nextToken();
    return token == JsonToken.FIELD_NAME ? nextToken() : token;
  }

  @Override
  public String nextFieldName() throws IOException {
    return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
  }
}
