package italk.engine.config.plan;

import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.plan.Sections.Section;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an extension's section says by the description of one bundle.
 *
 * @param failurePolicy what the engine gets; empty where it is not given or does not fit
 * @param timeout likewise
 * @param byPid the values of each PID; complete only where nothing is wrong or missing
 * @param wrong what is there and does not fit
 * @param missing what must be there and isn't: no matter while the extension is not to run
 */
record ExtensionReading(
    Optional<String> failurePolicy,
    Optional<String> timeout,
    Map<String, Map<String, Object>> byPid,
    List<ConfigProblem> wrong,
    List<ConfigProblem> missing) {

  private static final Option FAILURE_POLICY =
      new Option(
          "failure_policy",
          OptionType.TEXT,
          0,
          List.of("accept", "reject"),
          Optional.empty(),
          Optional.empty(),
          false);
  private static final Option TIMEOUT =
      new Option(
          "timeout_ms",
          OptionType.LONG,
          0,
          List.of(),
          Optional.of(BigDecimal.TEN),
          Optional.of(BigDecimal.valueOf(60_000)),
          false);

  /** What is the engine's own in every extension's section. */
  static final List<Option> RESERVED_OPTIONS = List.of(FAILURE_POLICY, TIMEOUT);

  /** Its keys. */
  static final Set<String> RESERVED =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(RESERVED_OPTIONS.stream().map(Option::key).toList()));

  /** Reads what is the engine's own, whoever may describe the rest. */
  static ExtensionReading ofReserved(Section section, Interpolation interpolation) {
    return read(section, Set.of(), interpolation, reader -> Map.of());
  }

  /**
   * Reads all of it.
   *
   * @param component the PID where Metatype describes none
   * @param objectClasses what Metatype describes; may be empty
   * @param secrets keys whose values are not shown, whatever the object classes say
   * @param interpolation what placeholders stand for
   */
  static ExtensionReading of(
      Section section,
      String component,
      List<ObjectClass> objectClasses,
      Set<String> secrets,
      Interpolation interpolation) {
    return read(
        section,
        secrets,
        interpolation,
        reader ->
            objectClasses.isEmpty()
                ? Map.of(component, reader.readUndescribed())
                : reader.read(objectClasses));
  }

  private static ExtensionReading read(
      Section section, Set<String> secrets, Interpolation interpolation, Body body) {
    SectionReader reader =
        new SectionReader(section, SectionReader.HIDDEN, RESERVED, secrets, interpolation);
    Optional<String> failurePolicy = reader.reserved(FAILURE_POLICY);
    Optional<String> timeout = reader.reserved(TIMEOUT);
    Map<String, Map<String, Object>> byPid = body.read(reader);
    return new ExtensionReading(failurePolicy, timeout, byPid, reader.problems(), reader.missing());
  }

  /** All that keeps the extension from being configured. */
  List<ConfigProblem> problems() {
    List<ConfigProblem> problems = new ArrayList<>(wrong);
    problems.addAll(missing);
    return problems;
  }

  boolean isGood() {
    return wrong.isEmpty() && missing.isEmpty();
  }

  /** Reads what is the extension's own. */
  private interface Body {
    Map<String, Map<String, Object>> read(SectionReader reader);
  }
}
