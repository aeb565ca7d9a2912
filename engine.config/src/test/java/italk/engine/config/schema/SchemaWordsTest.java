package italk.engine.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SchemaWordsTest {

  @Test
  void everyTextIsInBothLanguages() throws IOException {
    Properties english = texts("");
    Properties french = texts("_fr");

    assertThat(english.stringPropertyNames()).isNotEmpty();
    assertThat(french.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    assertThat(french.values()).allSatisfy(it -> assertThat((String) it).isNotBlank());
  }

  private static Properties texts(String locale) throws IOException {
    String name = SchemaWords.class.getSimpleName() + locale + ".properties";
    try (Reader in =
        new InputStreamReader(
            SchemaWords.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
      Properties texts = new Properties();
      texts.load(in);
      return texts;
    }
  }
}
