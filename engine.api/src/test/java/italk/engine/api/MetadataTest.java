package italk.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetadataTest {

  private static Object copyOf(Object value) {
    return Metadata.of(Collections.singletonMap("key", value)).asMap().get("key");
  }

  private static Problem problemOf(Map<String, ?> values) {
    return catchThrowableOfType(EngineException.class, () -> Metadata.of(values)).problem();
  }

  @Test
  void whatIsChangedAfterwardsInWhatWasGivenDoesNotChangeIt() {
    List<Object> list = new ArrayList<>(List.of("one"));
    Map<String, Object> inner = new HashMap<>(Map.of("list", list));
    Map<String, Object> given = new HashMap<>(Map.of("inner", inner));
    Metadata metadata = Metadata.of(given);

    list.add("two");
    inner.put("other", 1);
    given.put("other", 1);

    assertThat(metadata).isEqualTo(Metadata.of(Map.of("inner", Map.of("list", List.of("one")))));
  }

  @Test
  @SuppressWarnings("unchecked")
  void nothingInsideCanBeModified() {
    Map<String, Object> map =
        Metadata.of(Map.of("object", Map.of("a", 1), "array", List.of(1))).asMap();

    assertThatThrownBy(() -> map.put("b", 1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((Map<String, Object>) map.get("object")).put("b", 1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((List<Object>) map.get("array")).add(1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.entrySet().iterator().next().setValue("x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void wholeNumbersAreEqualWhateverTypeTheyCameIn() {
    for (Number one : List.<Number>of((byte) 1, (short) 1, 1, 1L, BigInteger.ONE)) {
      assertThat(copyOf(one)).isEqualTo(1L);
    }
    assertThat(copyOf(BigInteger.valueOf(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    assertThat(copyOf(BigInteger.valueOf(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
    BigInteger larger = BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE);
    assertThat(copyOf(larger)).isEqualTo(larger);
  }

  @Test
  void otherNumbersAreDoubles() {
    assertThat(copyOf(0.5f)).isEqualTo(0.5);
    assertThat(copyOf(0.1)).isEqualTo(0.1);
    assertThat(copyOf(new BigDecimal("0.25"))).isEqualTo(0.25);
  }

  static Stream<Object> notJson() {
    return Stream.of(
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        new BigDecimal("1e400"),
        new AtomicInteger(1),
        'c',
        new int[] {1},
        Set.of(1),
        new Object(),
        Map.of(1, "a key that is no text"),
        Collections.singletonMap(null, 1));
  }

  @ParameterizedTest
  @MethodSource("notJson")
  void whatJsonDoesNotHaveIsRefused(Object value) {
    Problem problem = problemOf(Map.of("key", value));

    assertThat(problem.code()).isEqualTo(Problem.Code.INVALID);
    assertThat(problem.message()).startsWith("The metadata has ");
  }

  @Test
  void nullsTruthsAndTextsOfAllScriptsStay() {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("null", null);
    given.put("true", true);
    given.put("", "");
    given.put("ключ 🔑", "née \u202E \n 🎉");
    given.put("list", Arrays.asList(null, "x"));

    Metadata metadata = Metadata.of(given);

    assertThat(metadata.asMap()).isEqualTo(given);
    assertThat(metadata.asMap().keySet()).containsExactlyElementsOf(given.keySet());
    assertThat(metadata.get("null")).isEmpty();
    assertThat(metadata.text("ключ 🔑")).contains("née \u202E \n 🎉");
  }

  @Test
  void getFollowsAPathAndFindsNothingWhereAStepIsMissing() {
    Metadata metadata = Metadata.of(Map.of("a", Map.of("b", Map.of("c", "deep")), "n", 1));

    assertThat(metadata.text("a", "b", "c")).contains("deep");
    assertThat(metadata.get("a", "b")).contains(Map.of("c", "deep"));
    assertThat(metadata.get("a", "x", "c")).isEmpty();
    assertThat(metadata.get("n", "x")).isEmpty();
    assertThat(metadata.text("n")).as("a number is no text").isEmpty();
    assertThat(metadata.get()).contains(metadata.asMap());
    assertThat(Metadata.of(Map.of())).isSameAs(Metadata.EMPTY);
    assertThat(metadata.isEmpty()).isFalse();
  }

  @Test
  void theDepthHasABound() {
    Object list = "innermost";
    for (int i = 1; i < Metadata.MAX_DEPTH; i++) {
      list = List.of(list);
    }
    assertThat(Metadata.of(Map.of("key", list)).isEmpty()).isFalse();
    assertThat(problemOf(Map.of("key", List.of(list))).message()).contains("more than 16 deep");
    assertThat(problemOf(Map.of("key", Map.of("key", list))).message()).contains("16 deep");
  }

  @Test
  void whatContainsItselfIsRefused() {
    Map<String, Object> cyclic = new HashMap<>();
    cyclic.put("self", cyclic);

    assertThat(problemOf(cyclic).message()).contains("deep");
  }

  @Test
  void theNumberOfValuesHasABoundOverAllLevels() {
    List<Integer> most = IntStream.range(1, Metadata.MAX_VALUES).boxed().toList();
    assertThat(Metadata.of(Map.of("list", most)).isEmpty()).isFalse();

    assertThat(problemOf(Map.of("list", most, "one more", 1)).message())
        .contains("more than 1000 values");
    List<Object> wide = Collections.nCopies(40, Collections.nCopies(40, List.of()));
    assertThat(problemOf(Map.of("wide", wide)).message()).contains("values");
  }

  @Test
  void theNumberOfCharactersHasABoundForKeysAndTextsTogether() {
    String half = "x".repeat(Metadata.MAX_CHARACTERS / 2);
    assertThat(Metadata.of(Map.of(half, half)).text(half)).contains(half);

    assertThat(problemOf(Map.of(half, half + "y")).message()).contains("65536 characters");
    assertThat(problemOf(Map.of("n", BigInteger.TEN.pow(70_000))).message()).contains("characters");
  }

  @Test
  void equalWhereTheValuesAreWhateverTheOrder() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("a", 1);
    one.put("b", 2L);
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("b", 2);
    other.put("a", (short) 1);

    assertThat(Metadata.of(one))
        .isEqualTo(Metadata.of(other))
        .hasSameHashCodeAs(Metadata.of(other));
    assertThat(Metadata.of(one)).isNotEqualTo(Metadata.of(Map.of("a", 1)));
  }
}
