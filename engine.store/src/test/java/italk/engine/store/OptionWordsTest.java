package italk.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionWordsTest {

  private static final Pattern KEY = Pattern.compile("%((?:[a-z_]+\\.)?(?:name|description))");
  private static final String LOCALIZATION = "OSGI-INF/l10n/options";

  @ParameterizedTest
  @ValueSource(strings = {"", "_fr"})
  void everyOptionHasWordsAndNothingElseHas(String locale) throws IOException {
    Properties words = new Properties();
    words.load(resource("/" + LOCALIZATION + locale + ".properties"));

    assertThat(words.stringPropertyNames()).isEqualTo(keys());
    assertThat(words.values()).allSatisfy(it -> assertThat((String) it).isNotBlank());
  }

  // Metatype reads ISO 8859-1, editors read UTF-8: what is in both can't go wrong.
  @ParameterizedTest
  @ValueSource(strings = {"", "_fr"})
  void wordsAreWrittenInAscii(String locale) throws IOException {
    byte[] file = resource("/" + LOCALIZATION + locale + ".properties").readAllBytes();

    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(text(file))).isTrue();
  }

  /** The keys in the annotations, which are in the class file and nowhere else at this time. */
  private static Set<String> keys() throws IOException {
    String file = text(resource("StoreOptions.class").readAllBytes());
    assertThat(file).contains(LOCALIZATION);
    assertThat(StoreOptions.class.getDeclaredMethods())
        .allSatisfy(it -> assertThat(file).contains("%" + keyOf(it.getName()) + ".name"));
    return KEY.matcher(file).results().map(OptionWordsTest::key).collect(Collectors.toSet());
  }

  // An underscore in front makes an option private to the component, and is no part of its key.
  private static String keyOf(String method) {
    return method.replace("__", "_").replaceFirst("^_", "");
  }

  // An underscore in front makes an option private to its component, two are one.
  private static String key(String method) {
    return method.replaceFirst("^_", "").replace("__", "_");
  }

  private static String key(MatchResult match) {
    return match.group(1);
  }

  private static InputStream resource(String name) {
    return StoreOptions.class.getResourceAsStream(name);
  }

  private static String text(byte[] file) {
    return new String(file, StandardCharsets.ISO_8859_1);
  }
}
