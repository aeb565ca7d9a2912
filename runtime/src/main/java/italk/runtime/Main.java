package italk.runtime;

import java.io.Console;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The engine as a program in the foreground, with a shell where there is a terminal. */
public final class Main {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final List<String> FOR_FRAMEWORK =
      List.of("italk.", "felix.", "gosh.", "org.osgi.", "org.ops4j.pax.logging.");

  /** How long the shell waits for a gate that is shut. */
  private static final Duration READY_BOUND = Duration.ofSeconds(10);

  private final Home home;
  private final boolean interactive;

  /** Set by the main thread, read by the one that the JVM stops us with. */
  private final AtomicReference<EngineFramework> running = new AtomicReference<>();

  private Main(Home home, boolean interactive) {
    this.home = home;
    this.interactive = interactive;
  }

  /** Runs until it is stopped. One argument at most: the home. */
  public static void main(String... args) {
    if (args.length > 1 || (args.length == 1 && args[0].startsWith("-"))) {
      boolean version = args.length == 1 && args[0].equals("--version");
      System.out.println(
          version ? "Italk-Engine " + Version.text() : "usage: java -jar italk.jar [HOME]");
      System.exit(version ? OK : USAGE);
    }
    Path home =
        args.length == 1
            ? Path.of(args[0])
            : Path.of(System.getProperty("italk.home", "italk-home"));
    System.exit(new Main(Home.at(home), isInteractive()).run());
  }

  private int run() {
    System.out.printf(
        "Italk-Engine %s, home %s, Java %s%n",
        Version.text(), home.folder(), System.getProperty("java.version"));
    Thread hook = new Thread(this::stopForSignal, "italk-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      EngineFramework framework = EngineFramework.start(home, false, properties());
      running.set(framework);
      StateFile state = new StateFile(home, framework.context().getProperty("italk.socket"));
      Readiness readiness = new Readiness(framework);
      boolean ready = isReady(readiness);
      framework.startShell();
      Thread watch = new Thread(() -> watch(readiness, state, ready), "italk-ready");
      watch.start();
      framework.awaitStop();
      watch.interrupt();
      watch.join();
      state.close();
      return stopped(framework, hook);
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
      return FAILED;
    } catch (StartException failed) {
      disarm(hook);
      System.err.println(failed.getMessage());
      return FAILED;
    }
  }

  private static boolean isReady(Readiness readiness) {
    if (readiness.await(READY_BOUND)) {
      printReady();
      return true;
    }
    System.out.println("Italk-Engine is not ready yet, it waits for:");
    readiness.waitingFor().forEach(missing -> System.out.println("  " + missing));
    return false;
  }

  /** Keeps the state file true, and tells once that messages pass. */
  private static void watch(Readiness readiness, StateFile state, boolean told) {
    AtomicBoolean ready = new AtomicBoolean(told);
    readiness.watch(
        missing -> {
          state.write(missing.isEmpty() ? "ready" : "waiting for " + String.join("; ", missing));
          if (missing.isEmpty() && !ready.getAndSet(true)) {
            printReady();
          }
        });
  }

  private static void printReady() {
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    long millis = System.currentTimeMillis() - started;
    System.out.printf(Locale.ROOT, "Italk-Engine ready after %.2f s%n", millis / 1000.0);
  }

  /** Ctrl-D or {@code exit} in the shell, or {@code stop 0}. */
  private static int stopped(EngineFramework framework, Thread hook) {
    disarm(hook);
    framework.close();
    System.out.println("Italk-Engine has stopped.");
    return OK;
  }

  private static void disarm(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException signalled) {
      // The hook is at it and ends the process, with its exit code.
      awaitEndOfProcess(hook);
    }
  }

  /** A clean stop is a success, also for a service manager that asked for it by SIGTERM. */
  private void stopForSignal() {
    EngineFramework framework = running.get();
    int exitCode = OK;
    System.out.println("Italk-Engine stops.");
    try {
      if (framework != null) {
        framework.close();
      }
      System.out.println("Italk-Engine has stopped.");
    } catch (StartException failed) {
      System.err.println(failed.getMessage());
      exitCode = FAILED;
    }
    System.out.flush();
    Runtime.getRuntime().halt(exitCode);
  }

  private static void awaitEndOfProcess(Thread hook) {
    try {
      hook.join();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (FOR_FRAMEWORK.stream().anyMatch(name::startsWith)) {
        properties.put(name, System.getProperty(name));
      }
    }
    properties.put("italk.interactive", Boolean.toString(interactive));
    // Log lines would run into what is being typed.
    properties.putIfAbsent("italk.console.level", interactive ? "WARN" : "INFO");
    // Our profile names a history file in the data folder.
    String args = interactive ? "--nohistory" : "--nohistory --nointeractive";
    properties.putIfAbsent("gosh.args", args);
    if (!interactive) {
      // JLine asks for it there: no search for a terminal, no warning that there is none.
      System.setProperty("org.jline.terminal.dumb", "true");
    }
    return properties;
  }

  private static boolean isInteractive() {
    String told = System.getProperty("italk.interactive");
    return told == null ? isTerminal(System.console()) : Boolean.parseBoolean(told);
  }

  // From Java 22 on there is always a console, and it says whether it is a terminal.
  private static boolean isTerminal(Console console) {
    try {
      return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJava) {
      return true;
    }
  }
}
