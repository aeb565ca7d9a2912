package italk.bench;

import italk.bench.all.AllTable;
import italk.bench.setup.Machine;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Measures all seven extensions together. The option {@code --long} takes its time. */
public final class ExtensionsBench {

  private static final int SHORT_ROUNDS = 5;
  private static final int LONG_ROUNDS = 40;

  private ExtensionsBench() {}

  /** Runs all measurements and prints what they came to. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String begun = Machine.describe();
    AllTable table = new AllTable();
    table.measure(Arrays.asList(arguments).contains("--long") ? LONG_ROUNDS : SHORT_ROUNDS);
    out.println(begun);
    out.println("Load at the end: " + Machine.load() + ".");
    out.println();
    out.print(table.print());
  }
}
