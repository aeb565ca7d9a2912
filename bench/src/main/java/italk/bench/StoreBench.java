package italk.bench;

import italk.bench.setup.Machine;
import italk.bench.store.StoreTables;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Measures the store and prints what came out. The option {@code --long} takes its time. */
public final class StoreBench {

  private StoreBench() {}

  /** Runs all measurements. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    StoreTables tables =
        Arrays.asList(arguments).contains("--long") ? StoreTables.LONG : StoreTables.SHORT;
    out.println(Machine.describe());
    out.println();
    tables.print(out);
    out.println("Load at the end: " + Machine.load() + ".");
  }
}
