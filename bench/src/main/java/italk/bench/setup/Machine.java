package italk.bench.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** What a run was made on. */
public final class Machine {

  /** The load before anything was built, where the script says it. */
  private static final String LOAD_BEFORE = "italk.bench.load";

  private Machine() {}

  /** When, on what, and how busy it was before. */
  public static String describe() throws IOException {
    return String.format(
        Locale.ROOT,
        "%s UTC, %d processors, %s %s, %s %s; load before: %s.",
        ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.version"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        System.getProperty(LOAD_BEFORE, load()));
  }

  /** The load of now. */
  public static String load() throws IOException {
    Path file = Path.of("/proc/loadavg");
    return Files.exists(file)
        ? String.join(" ", Arrays.asList(Files.readString(file).split(" ")).subList(0, 3))
        : "unknown";
  }
}
