package italk.engine.config.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The original's flat keys, and which option of which extension each of them is. */
public final class FlatKeys {

  /**
   * What a flat key stands for.
   *
   * @param section the extension's name
   * @param option the key in its section
   */
  public record Target(String section, String option) {}

  /** By flat key. */
  public static final Map<String, Target> TABLE;

  static {
    Map<String, Target> table = new LinkedHashMap<>();
    table.put("welcome_message", new Target("welcome", "message"));
    table.put("advanced_log_file", new Target("advanced_logging", "file"));
    table.put("advanced_log_level", new Target("advanced_logging", "level"));
    table.put("advanced_log_max_bytes", new Target("advanced_logging", "max_bytes"));
    table.put("advanced_log_backup_count", new Target("advanced_logging", "backup_count"));
    TABLE = Collections.unmodifiableMap(table);
  }

  private FlatKeys() {}
}
