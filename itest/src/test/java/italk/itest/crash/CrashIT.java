package italk.itest.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeNoException;

import italk.itest.support.Built;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * What was acknowledged is there, once and in order, whatever happens to the process or to its
 * disk. {@code -Ditest.kills=50} kills as often.
 */
@SuppressWarnings("try") // closing runs a command, which may be interrupted
public class CrashIT {

  private static final int KILLS = Integer.getInteger("itest.kills", 8);
  private static final int ON_THE_WAY = 16;
  private static final int LONGEST_LOAD_MILLIS = 400;
  private static final int LONGEST_START_MILLIS = 1_500;
  // Every so many kills, one comes while the engine starts and repairs what the one before left.
  private static final int IN_THE_START = 6;
  private static final int SOME = 200;

  @Test
  public void nothingAcknowledgedIsLostOrTwiceWhenTheProcessIsKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path home = newHome("crash", "");
    Ledger ledger = new Ledger();
    int underLoad = 0;
    for (int kill = 1; underLoad < KILLS; kill++) {
      try (CrowdProcess crowd = new CrowdProcess(home, ON_THE_WAY, ledger)) {
        if (kill % IN_THE_START == 0) {
          crowd.killAfter(random.nextInt(LONGEST_START_MILLIS));
          continue;
        }
        crowd.awaitReady();
        int before = ledger.acknowledged();
        crowd.readUntil("the first acknowledgement", () -> ledger.acknowledged() > before);
        crowd.killAfter(random.nextInt(LONGEST_LOAD_MILLIS));
        underLoad++;
      }
    }
    try (CrowdProcess crowd = new CrowdProcess(home, 0, ledger)) {
      crowd.awaitReady();
      crowd.end();
    }
    assertEquals("refused: " + ledger.lastRefusal(), 0, ledger.refused());
    System.out.printf(
        "CrashIT: %d kills under load; %,d messages acknowledged, 0 lost, 0 twice, in order; %,d"
            + " found; %,d were stored when the kill came before the acknowledgement, and were"
            + " answered as repeated when they were sent again (seed %d)%n",
        underLoad, ledger.acknowledged(), ledger.found(), ledger.repeated(), seed);
  }

  @Test
  public void aFullDiskStopsAcknowledgementsAndTheyGoOnWhenThereIsRoom() throws Exception {
    Ledger ledger = new Ledger();
    try (SmallDisk disk = mounted(Built.target().resolve("homes/small-disk"))) {
      Path home = newHome("full-disk", "jdbc:sqlite:" + disk.database());
      try (CrowdProcess crowd = new CrowdProcess(home, 1, ledger)) {
        crowd.awaitReady();
        crowd.readUntil("refusals", () -> ledger.lastRefusal().contains("read-only"));
        int before = ledger.acknowledged();
        assertTrue("some were acknowledged", before > 0);
        disk.makeRoom();
        crowd.readUntil("acknowledgements again", () -> ledger.acknowledged() > before + SOME);
        crowd.end();
      }
      try (CrowdProcess crowd = new CrowdProcess(home, 0, ledger)) {
        crowd.awaitReady();
        crowd.end();
      }
    }
    System.out.printf(
        "CrashIT: full disk (a tmpfs): %,d messages acknowledged, 0 lost, 0 twice, in order; %,d"
            + " refused while it was full, and stored when there was room%n",
        ledger.acknowledged(), ledger.refused());
  }

  private static SmallDisk mounted(Path folder) throws Exception {
    try {
      return new SmallDisk(folder);
    } catch (IOException e) {
      System.err.println(
          "CrashIT: the full disk was LEFT OUT, because no file system can be mounted here: "
              + e.getMessage());
      assumeNoException("left out: no file system can be mounted here", e);
      throw e;
    }
  }

  private static Path newHome(String name, String url) throws IOException {
    Path folder = Built.target().resolve("homes").resolve(name);
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(
        home.resolve("config.json"),
        "{\"extensions\": [], \"logging\": false, \"store\": {\"url\": \"%s\"}}".formatted(url));
    return home;
  }
}
