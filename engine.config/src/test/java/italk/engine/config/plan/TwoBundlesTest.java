package italk.engine.config.plan;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.plan.Installed.InstalledExtension;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

/** Several bundles that are one extension: which counts, and what the others get. */
class TwoBundlesTest {

  private static final String FILE =
      """
      {"extensions": ["x", "y"],
       "x": {"burst": 5}}
      """;

  // --- which one counts -----------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    // the one that is started, before the version and the id
    "true,  1.0.0, 7, false, 2.0.0, 5, 7",
    "true,  2.0.0, 7, false, 1.0.0, 5, 7",
    // then the higher version, before the id
    "true,  1.2.0, 5, true,  1.10.0, 7, 7",
    "false, 1.2.0, 5, false, 1.10.0, 7, 7",
    "false, 1.0.0, 5, false, 1.0.0.b, 7, 7",
    // then the lower id
    "true,  1.0.0, 7, true,  1.0.0, 5, 5",
    "false, 1.0.0, 7, false, 1.0.0, 5, 5",
  })
  void oneCounts(
      boolean started,
      String version,
      long id,
      boolean otherStarted,
      String otherVersion,
      long otherId,
      long counting) {
    InstalledExtension one = bundle(id, version, started);
    InstalledExtension other = bundle(otherId, otherVersion, otherStarted);

    assertThat(installed(one, other).counting("x").orElseThrow().bundleId()).isEqualTo(counting);
    assertThat(installed(other, one).counting("x").orElseThrow().bundleId()).isEqualTo(counting);
    assertThat(installed(one, other).bundlesOf("x")).hasSize(2);
    assertThat(installed(one, other).counting("y")).isEmpty();
  }

  // --- the section is checked against it ------------------------------------------------------

  @Test
  void aProblemIsOneOfTheBundleThatCountsOnly() throws Exception {
    InstalledExtension fits = bundle(5, "1.0.0", true, "p.a", number("burst"));
    InstalledExtension doesNot = bundle(7, "2.0.0", false, "p.b", number("rate"));

    Draft runsTheFirst = plan(installed(fits, doesNot));
    assertThat(runsTheFirst.problems()).isEmpty();
    assertThat(runsTheFirst.warnings()).isEmpty();
    assertThat(runsTheFirst.unowned()).isEmpty();
    assertThat(runsTheFirst.plan().extensions()).containsOnlyKeys("p.a");

    Draft runsTheSecond = plan(installed(started(fits, false), started(doesNot, true)));
    assertThat(texts(runsTheSecond.problems()))
        .containsExactly(
            "config.json:2:8: x.burst: unknown option. Options of x: rate, failure_policy,"
                + " timeout_ms.");
    assertThat(runsTheSecond.plan().extensions()).containsOnlyKeys("p.a");
  }

  @Test
  void whatIsMissingForABundleBesideIsNoProblem() throws Exception {
    Option needed =
        new Option("url", OptionType.TEXT, 0, List.of(), Optional.empty(), Optional.empty(), true);
    InstalledExtension old = bundle(5, "1.0.0", true, "p.a", number("burst"));
    InstalledExtension young = bundle(7, "2.0.0", false, "p.b", number("burst"), needed);

    Draft draft = plan(installed(old, young));
    assertThat(draft.problems()).isEmpty();
    assertThat(draft.plan().extensions()).containsOnlyKeys("p.a");
  }

  @Test
  void theEngineGetsWhatIsItsOwnOnce() throws Exception {
    Installed both = installed(bundle(5, "1.0.0", true), bundle(7, "2.0.0", false));
    Draft draft =
        plan(
            "{\"extensions\":[\"x\"],\"x\":{\"timeout_ms\":50,\"failure_policy\":\"accept\"}}",
            both);

    assertThat((String[]) draft.plan().engine().get("timeouts_ms")).containsExactly("x=50");
    assertThat((String[]) draft.plan().engine().get("failure_policies"))
        .containsExactly("x=accept");
  }

  // --- configurations of the others -----------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "false, false"})
  void bothGetTheirOwnPid(boolean firstStarted, boolean secondStarted) throws Exception {
    InstalledExtension first = bundle(5, "1.0.0", firstStarted, "p.a", number("burst"));
    InstalledExtension second =
        bundle(7, "2.0.0", secondStarted, "p.b", text("unused"), decimal("burst"));
    Draft draft = plan(installed(first, second));

    assertThat(draft.problems()).isEmpty();
    assertThat(draft.plan().extensions())
        .isEqualTo(Map.of("p.a", properties("burst", 5), "p.b", properties("burst", 5.0)));
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void bothGetTheirComponentsWithoutMetatype(boolean firstStarted, boolean secondStarted)
      throws Exception {
    Draft draft =
        plan(
            installed(
                undescribed(5, "1.0.0", firstStarted, "sample.Old"),
                undescribed(7, "2.0.0", secondStarted, "sample.New")));

    assertThat(draft.problems()).isEmpty();
    assertThat(draft.plan().extensions())
        .isEqualTo(
            Map.of("sample.Old", properties("burst", 5L), "sample.New", properties("burst", 5L)));
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void oneWithMetatypeAndOneWithout(boolean firstStarted, boolean secondStarted) throws Exception {
    Draft draft =
        plan(
            installed(
                undescribed(5, "1.0.0", firstStarted, "sample.Old"),
                bundle(7, "2.0.0", secondStarted, "p.b", number("burst"))));

    assertThat(draft.problems()).isEmpty();
    assertThat(draft.plan().extensions())
        .isEqualTo(Map.of("sample.Old", properties("burst", 5L), "p.b", properties("burst", 5)));
  }

  @ParameterizedTest
  @CsvSource({"true, false, 5", "false, true, 5.0"})
  void aPidOfBothIsFilledByTheOneThatCounts(
      boolean firstStarted, boolean secondStarted, String burst) throws Exception {
    Draft draft =
        plan(
            installed(
                bundle(5, "1.0.0", firstStarted, "p", number("burst")),
                bundle(7, "2.0.0", secondStarted, "p", decimal("burst"))));

    assertThat(draft.plan().extensions()).containsOnlyKeys("p");
    assertThat(draft.plan().extensions().get("p").get("burst")).hasToString(burst);
  }

  @Test
  void aPidThatIsWithheldFromTheOneThatCountsIsNotFilledByAnother() throws Exception {
    Draft draft =
        plan(
            installed(
                bundle(5, "1.0.0", true, "p", number("rate")),
                bundle(7, "2.0.0", false, "p", number("burst"))));

    assertThat(draft.problems()).hasSize(1);
    assertThat(draft.plan().extensions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"p.y", "italk.engine", "italk.store", "org.ops4j.pax.logging"})
  void aBundleBesideTakesNobodysPidAndNothingIsSaid(String pid) throws Exception {
    InstalledExtension counts = bundle(5, "1.0.0", true, "p.x", number("burst"));
    InstalledExtension thief = bundle(7, "2.0.0", false, pid, number("burst"));
    InstalledExtension other = named("y", 9, "1.0.0", true, "sample.Y", describe("p.y"));
    ObjectClass store = new ObjectClass("italk.store", List.of());
    Draft draft =
        Planner.plan(
            new JsonReader().read(FILE.getBytes(StandardCharsets.UTF_8)),
            new Installed(List.of(counts, thief, other), List.of(store)),
            Map.of());

    assertThat(draft.warnings()).isEmpty();
    assertThat(draft.plan().extensions()).containsOnlyKeys("p.x", "p.y");
    assertThat(draft.plan().extensions().get("p.y")).containsEntry("italk.extension", "y");
    assertThat(draft.plan().core().get("italk.store")).isEmpty();
  }

  @Test
  void oneThatIsNotEnabledGetsNothingAndItsSectionIsCheckedByTheOneThatCounts() throws Exception {
    Installed both =
        installed(
            bundle(5, "1.0.0", true, "p.a", number("burst")),
            bundle(7, "2.0.0", false, "p.b", text("burst")));
    Draft draft = plan("{\"extensions\":[],\"x\":{\"burst\":5}}", both);

    assertThat(draft.warnings()).isEmpty();
    assertThat(draft.plan().extensions()).isEmpty();
  }

  // --- what is said ---------------------------------------------------------------------------

  @Test
  void twoThatAreStartedAreContested() throws Exception {
    Draft draft =
        plan(
            installed(
                bundle(7, "1.2.0", true), bundle(11, "1.10.0", true), bundle(9, "1.10.0", true)));

    assertThat(draft.warnings()).isEmpty();
    assertThat(texts(draft.contested()))
        .containsExactly(
            "config.json:1:17: x: two started bundles are this extension: bundle 9 (1.10.0) counts,"
                + " bundle 11 (1.10.0) does not. Uninstall one of them.",
            "config.json:1:17: x: two started bundles are this extension: bundle 9 (1.10.0) counts,"
                + " bundle 7 (1.2.0) does not. Uninstall one of them.");
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "false, false"})
  void otherwiseNothingIsSaid(boolean firstStarted, boolean secondStarted) throws Exception {
    Draft draft =
        plan(installed(bundle(5, "1.0.0", firstStarted), bundle(7, "2.0.0", secondStarted)));

    assertThat(draft.warnings()).isEmpty();
    assertThat(draft.contested()).isEmpty();
  }

  @Test
  void whatWasASecretIsNotShownWhereTheNewVersionTakesItForSomethingElse() throws Exception {
    Draft draft =
        plan(
            "{\"extensions\":[\"x\"],\"x\":{\"burst\":\"hunter2\"}}",
            installed(
                bundle(5, "1.0.0", false, "p", plain("burst", OptionType.SECRET)),
                bundle(7, "2.0.0", true, "p", number("burst"))));

    assertThat(texts(draft.problems()))
        .containsExactly(
            "config.json:1:34: x.burst: expected a whole number, found a text (not shown, because it"
                + " is secret).");
  }

  // --- how it is written down -----------------------------------------------------------------

  private static Draft plan(Installed installed) throws JsonException {
    return plan(FILE, installed);
  }

  private static Draft plan(String file, Installed installed) throws JsonException {
    return Planner.plan(
        new JsonReader().read(file.getBytes(StandardCharsets.UTF_8)), installed, Map.of());
  }

  private static List<String> texts(List<ConfigProblem> problems) {
    return problems.stream().map(it -> it.in("config.json")).toList();
  }

  private static Map<String, Object> properties(String key, Object value) {
    return Map.of(key, value, "service.ranking", 10_000, "italk.extension", "x");
  }

  private static Installed installed(InstalledExtension... extensions) {
    return new Installed(Arrays.asList(extensions), List.of());
  }

  private static InstalledExtension bundle(
      long id, String version, boolean started, String pid, Option... options) {
    return named("x", id, version, started, "sample.X", describe(pid, options));
  }

  private static InstalledExtension bundle(long id, String version, boolean started) {
    return bundle(id, version, started, "p" + id, number("burst"));
  }

  private static InstalledExtension undescribed(
      long id, String version, boolean started, String component) {
    return named("x", id, version, started, component);
  }

  private static InstalledExtension started(InstalledExtension bundle, boolean started) {
    return new InstalledExtension(
        bundle.name(),
        bundle.bundleId(),
        bundle.version(),
        started,
        bundle.component(),
        bundle.objectClasses());
  }

  private static InstalledExtension named(
      String name,
      long id,
      String version,
      boolean started,
      String component,
      ObjectClass... objectClasses) {
    return new InstalledExtension(
        name, id, Version.valueOf(version), started, component, Arrays.asList(objectClasses));
  }

  private static ObjectClass describe(String pid, Option... options) {
    return new ObjectClass(pid, Arrays.asList(options));
  }

  private static Option number(String id) {
    return plain(id, OptionType.INTEGER);
  }

  private static Option decimal(String id) {
    return plain(id, OptionType.DOUBLE);
  }

  private static Option text(String id) {
    return plain(id, OptionType.TEXT);
  }

  private static Option plain(String id, OptionType type) {
    return new Option(id, type, 0, List.of(), Optional.empty(), Optional.empty(), false);
  }
}
