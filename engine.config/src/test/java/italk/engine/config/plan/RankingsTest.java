package italk.engine.config.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingsTest {

  @Test
  void descendInTheOrderOfTheList() {
    assertThat(Rankings.assign(List.of("a", "b", "c"), Map.of()))
        .isEqualTo(Map.of("a", 10_000, "b", 9_900, "c", 9_800));
  }

  @Test
  void ofTheOthersStayWhereOneGoes() {
    assertThat(Rankings.assign(List.of("b", "c"), Map.of("a", 300, "b", 200, "c", 100)))
        .isEqualTo(Map.of("b", 200, "c", 100));
  }

  @Test
  void ofTheOthersStayWhereOneComes() {
    Map<String, Integer> before = Map.of("b", 200, "c", 100);

    assertThat(Rankings.assign(List.of("a", "b", "c"), before))
        .isEqualTo(Map.of("a", 300, "b", 200, "c", 100));
    assertThat(Rankings.assign(List.of("b", "a", "c"), before))
        .isEqualTo(Map.of("b", 200, "a", 150, "c", 100));
    assertThat(Rankings.assign(List.of("b", "c", "a"), before))
        .isEqualTo(Map.of("b", 200, "c", 100, "a", 0));
  }

  @Test
  void ofTheOthersStayWhereOneMoves() {
    Map<String, Integer> before = Map.of("a", 300, "b", 200, "c", 100);

    assertThat(Rankings.assign(List.of("c", "a", "b"), before))
        .isEqualTo(Map.of("c", 400, "a", 300, "b", 200));
  }

  @Test
  void startAnewWhereThereIsNoRoom() {
    assertThat(Rankings.assign(List.of("a", "x", "b"), Map.of("a", 101, "b", 100)))
        .isEqualTo(Map.of("a", 10_000, "x", 9_900, "b", 9_800));
  }

  @Test
  void alwaysDescend() {
    Random random = new Random(4);
    List<String> all = new ArrayList<>();
    for (char name = 'a'; name <= 'z'; name++) {
      all.add(String.valueOf(name));
    }
    Map<String, Integer> rankings = Map.of();
    for (int i = 0; i < 2_000; i++) {
      Collections.shuffle(all, random);
      List<String> names = List.copyOf(all.subList(0, random.nextInt(all.size())));
      rankings = Rankings.assign(names, rankings);

      assertThat(rankings.keySet()).containsExactlyElementsOf(names);
      assertThat(List.copyOf(rankings.values()))
          .doesNotHaveDuplicates()
          .isSortedAccordingTo(Collections.reverseOrder());
    }
  }
}
