package italk.itest.ill;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What a bad hook does to whoever calls it. What does not end by itself ends once it is well. */
public enum Misdeed {
  /** Throws an exception. */
  THROW,
  /** Throws an error. */
  ERROR,
  /** Recurses until the stack is full. */
  OVERFLOW,
  /** Sleeps for ten seconds, and wakes up when interrupted. */
  SLEEP,
  /** Sleeps, whoever interrupts it. */
  SLEEP_DEAF,
  /** Loops without end, whoever interrupts it. */
  LOOP,
  /** Allocates 128 MB and lets go of most of it. */
  ALLOCATE,
  /** Answers null. For interceptors. */
  NULL,
  /** Sends a message from within, and waits for it. */
  SEND;

  /** The system property that says that the hooks are well: they do nothing bad then. */
  public static final String WELL = "itest.ill.well";

  private static final int MEGABYTE = 1 << 20;

  /** True where nothing bad is to be done. */
  public static boolean isWell() {
    return Boolean.getBoolean(WELL);
  }

  /** The message that makes an extension do it. */
  public String asMessageTo(String extension) {
    return extension + " " + name().toLowerCase(Locale.ROOT);
  }

  /** What a message asks an extension for; empty where it does not, or where all are well. */
  public static Optional<Misdeed> askedOf(String extension, String content) {
    String[] words = content.split(" ");
    return words.length == 2 && words[0].equals(extension) && !isWell()
        ? Optional.of(valueOf(words[1].toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** Does it; what only one kind of hook can do is left to that. */
  public void commit() throws InterruptedException {
    switch (this) {
      case THROW -> throw new IllegalStateException("on purpose");
      case ERROR -> throw new LinkageError("on purpose");
      case OVERFLOW -> System.setProperty("itest.depth", String.valueOf(deeper(0)));
      case SLEEP -> sleep();
      case SLEEP_DEAF -> sleepDeaf();
      case LOOP -> loop();
      case ALLOCATE -> allocate();
      default -> throw new IllegalArgumentException(this + " is left to the hook");
    }
  }

  private static int deeper(int depth) {
    return 1 + deeper(depth + 1);
  }

  private static void sleep() throws InterruptedException {
    for (int i = 0; i < 1_000 && !isWell(); i++) {
      Thread.sleep(10);
    }
  }

  private static void sleepDeaf() {
    while (!isWell()) {
      Thread.interrupted();
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void loop() {
    while (!isWell()) {
      Thread.onSpinWait();
    }
  }

  private static void allocate() {
    Deque<byte[]> kept = new ArrayDeque<>();
    for (int i = 0; i < 128; i++) {
      kept.add(new byte[MEGABYTE]);
      if (kept.size() > 16) {
        kept.remove();
      }
    }
  }
}
