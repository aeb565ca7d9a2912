package italk.engine.store.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import italk.engine.api.Metadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** JSON as archives have it: bounded in every direction, and nothing said twice. */
final class Json {

  // What metadata may hold must be readable: a key or a whole number may be as long as all of its
  // text. Entries themselves add a few levels.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Metadata.MAX_DEPTH + 8)
                  .maxNumberLength(2 * Metadata.MAX_CHARACTERS)
                  .maxNameLength(2 * Metadata.MAX_CHARACTERS)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  // Thread-safe once it is set up.
  private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY).build();

  private Json() {}

  /** The one value in a line. */
  static JsonNode line(byte[] line) throws IOException {
    try (JsonParser parser = new BoundedParser(FACTORY.createParser(line))) {
      JsonNode value = MAPPER.readTree(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
      return value == null ? MAPPER.missingNode() : value;
    }
  }

  /** Reads a file value by value; each value by itself is bounded. */
  static BoundedParser parser(InputStream in) throws IOException {
    BoundedParser parser = new BoundedParser(FACTORY.createParser(in));
    parser.setCodec(MAPPER);
    return parser;
  }

  /** Writes one value a line; the caller closes the stream. */
  static JsonGenerator lines(OutputStream out) throws IOException {
    JsonGenerator generator = FACTORY.createGenerator(out);
    generator.setCodec(MAPPER);
    generator.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    return generator;
  }
}
