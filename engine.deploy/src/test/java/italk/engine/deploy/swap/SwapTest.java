package italk.engine.deploy.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import italk.engine.api.operation.Outcome.Result;
import italk.engine.deploy.TestEngine;
import italk.engine.deploy.jar.JarCheck;
import italk.engine.deploy.jar.RefusedException;
import italk.engine.deploy.swap.example.DeafInStart;
import italk.engine.deploy.swap.example.DeafInStop;
import italk.engine.deploy.swap.example.FailsInStart;
import italk.engine.deploy.swap.example.FailsInStop;
import italk.engine.deploy.swap.example.HangsInStart;
import italk.engine.deploy.swap.example.HoldsPort;
import italk.engine.deploy.swap.example.SaysItIsIll;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** One bundle in the place of another, in a real framework. */
class SwapTest {

  private static final Map<String, String> M = TestEngine.extension("m");
  private static final Duration LIMIT = Duration.ofSeconds(1);

  @TempDir Path home;

  private final CountDownLatch release = new CountDownLatch(1);
  private TestEngine engine;
  private ExtensionBundles bundles;

  @BeforeEach
  void start() throws Exception {
    engine = new TestEngine(home);
    engine.context().registerService(CountDownLatch.class, release, null);
    bundles = new ExtensionBundles(engine.context(), engine.fake, 0, () -> LIMIT);
  }

  @AfterEach
  void stop() throws Exception {
    release.countDown();
    bundles.close();
    engine.stop();
  }

  @Test
  void asksTheEngineAndBundlesInThisOrder() throws Exception {
    install("a", "1.0.0", exporting(M));
    install("b", "1.0.0", importing(TestEngine.extension("n")));
    engine.fake.asked.clear();
    replace("a", "2.0.0", exporting(M));
    assertThat(engine.fake.asked)
        .containsExactly(
            "begin m",
            "begin n",
            "stopped b 1.0.0",
            "stopped a 1.0.0",
            "started a 2.0.0",
            "probe a 2.0.0",
            "started b 1.0.0",
            "probe b 1.0.0",
            "dismiss a 1.0.0",
            "end m",
            "end n",
            "uninstalled a 1.0.0");
    assertThat(engine.bundles()).containsExactly("b 1.0.0 ACTIVE", "a 2.0.0 ACTIVE");
  }

  @Test
  void goesBackFromWhatDoesNotBecomeActive() throws Exception {
    install("a", "1.0.0", M);
    engine.fake.asked.clear();
    engine.fake.inactive.put("a 2.0.0", "waits for a service");
    RefusedException bad = refused("a", "2.0.0", M);
    assertThat(bad).hasMessage("waits for a service");
    assertThat(engine.fake.asked)
        .containsExactly(
            "begin m",
            "stopped a 1.0.0",
            "started a 2.0.0",
            "stopped a 2.0.0",
            "started a 1.0.0",
            "dismiss a 2.0.0",
            "end m",
            "uninstalled a 2.0.0");
    isBack(bad);
  }

  @Test
  void goesBackFromWhatFailsAtTheProbeOrWhenItIsStarted() throws Exception {
    install("a", "1.0.0", M);
    engine.fake.failing.put("a 2.0.0", "threw");
    isBack(refused("a", "2.0.0", M));

    RefusedException bad = refused("a", "3.0.0", M, FailsInStart.class);
    assertThat(bad).hasMessageContaining("it can't be started").hasMessageContaining("no port");
    isBack(bad);
  }

  @Test
  void goesBackFromWhatHangsWhenItIsStarted() throws Exception {
    install("a", "1.0.0", M);
    RefusedException bad = refused("a", "2.0.0", M, HangsInStart.class);
    assertThat(bad)
        .hasMessageContaining("starting a 2.0.0 takes longer than 1000 ms")
        .hasMessageContaining("it is at italk.engine.deploy.swap.example.HangsInStart");
    isBack(bad);
  }

  @Test
  void goesBackFromWhatHangsForEverWithoutWaitingForIt() throws Exception {
    install("a", "1.0.0", M);
    RefusedException bad = refused("a", "2.0.0", M, DeafInStart.class);
    assertThat(bad.result()).isEqualTo(Result.ROLLED_BACK);
    assertThat(engine.bundles()).contains("a 1.0.0 ACTIVE");
    assertThat(engine.fake.asked).contains("dismiss a 2.0.0");
    assertThat(engine.fake.underWay()).isEmpty();

    // The next one is not hindered by what is still there, not even by its version.
    replace("a", "2.0.0", exporting(M));
    assertThat(engine.bundles()).contains("a 2.0.0 ACTIVE").doesNotContain("a 1.0.0 ACTIVE");
    replace("a", "3.0.0", M);
    assertThat(engine.bundles()).contains("a 3.0.0 ACTIVE");
    release.countDown();
    await().until(() -> engine.bundles().equals(List.of("a 3.0.0 ACTIVE")));
  }

  @Test
  void doesNotWaitForAnOldOneThatHangsWhenItIsStopped() throws Exception {
    install("a", "1.0.0", M, DeafInStop.class);
    replace("a", "2.0.0", M);
    assertThat(engine.bundles()).contains("a 2.0.0 ACTIVE");
    assertThat(engine.fake.asked).contains("dismiss a 1.0.0", "end m");
    release.countDown();
    await().until(() -> engine.bundles().equals(List.of("a 2.0.0 ACTIVE")));
  }

  @Test
  void anOldOneThatThrowsWhenItIsStoppedIsGoneAllTheSame() throws Exception {
    install("a", "1.0.0", M, FailsInStop.class);
    replace("a", "2.0.0", M);
    assertThat(engine.bundles()).containsExactly("a 2.0.0 ACTIVE");
  }

  @Test
  void theOldOneGetsBackWhatOnlyOneCanHave() throws Exception {
    engine.context().registerService(Semaphore.class, new Semaphore(1), null);
    install("a", "1.0.0", M, HoldsPort.class);
    engine.fake.failing.put("a 2.0.0", "threw");
    isBack(refused("a", "2.0.0", M, HoldsPort.class));
  }

  @Test
  void saysWhereTheOldOneDoesNotComeBack() throws Exception {
    install("a", "1.0.0", M, DeafInStop.class);
    engine.fake.failing.put("a 2.0.0", "threw");
    RefusedException bad = refused("a", "2.0.0", M);
    assertThat(bad.result()).isEqualTo(Result.FAILED);
    assertThat(bad)
        .hasMessageStartingWith("threw; and a 1.0.0 did not come back: starting a 1.0.0");
    assertThat(engine.fake.underWay()).isEmpty();
  }

  @Test
  void asksHealthChecks() throws Exception {
    install("a", "1.0.0", M);
    Map<String, String> headers = new HashMap<>(M);
    headers.put("Import-Package", "org.apache.felix.hc.api");
    headers.put("Status", "CRITICAL");
    RefusedException bad = refused("a", "2.0.0", headers, SaysItIsIll.class);
    assertThat(bad).hasMessage("its health check says CRITICAL: the disk is full");
    isBack(bad);

    headers.put("Status", "TEMPORARILY_UNAVAILABLE");
    isBack(refused("a", "2.0.0", headers, SaysItIsIll.class));

    headers.put("Status", "WARN");
    replace("a", "2.0.0", headers, SaysItIsIll.class);
  }

  @Test
  void aDefectOfTheEngineIsNoReasonToLeaveItHalf() throws Exception {
    install("a", "1.0.0", M);
    engine.fake.defects.add("a 2.0.0");
    RefusedException bad = refused("a", "2.0.0", M);
    assertThat(bad).hasMessageContaining("a defect of the engine");
    isBack(bad);
  }

  @Test
  void isRefusedBeforeAnythingStopsWhereATrialCanNotBegin() throws Exception {
    install("a", "1.0.0", exporting(M));
    install("b", "1.0.0", importing(TestEngine.extension("n")));
    engine.fake.begin("n");
    engine.fake.asked.clear();
    RefusedException bad = refused("a", "2.0.0", exporting(M));
    assertThat(bad.result()).isEqualTo(Result.REFUSED);
    assertThat(engine.fake.asked).containsExactly("begin m", "end m", "uninstalled a 2.0.0");
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE", "b 1.0.0 ACTIVE");
  }

  @Test
  void aNewOneThatSomebodyUninstallsMeanwhileIsReplacedByTheOldOne() throws Exception {
    install("a", "1.0.0", exporting(M));
    install("b", "1.0.0", importing(Map.of()));
    engine.fake.atProbe.put("a 2.0.0", () -> uninstall("a", "2.0.0"));
    refused("a", "2.0.0", exporting(M));
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE", "b 1.0.0 ACTIVE");
    assertThat(engine.fake.underWay()).isEmpty();
  }

  @Test
  void anOldOneThatSomebodyUninstallsMeanwhileHindersNothing() throws Exception {
    install("a", "1.0.0", M);
    engine.fake.atProbe.put("a 2.0.0", () -> uninstall("a", "1.0.0"));
    replace("a", "2.0.0", M);
    assertThat(engine.bundles()).containsExactly("a 2.0.0 ACTIVE");

    engine.bundle("a").uninstall();
    replace("a", "3.0.0", M);
    assertThat(engine.bundles()).containsExactly("a 3.0.0 ACTIVE");
    assertThat(engine.fake.underWay()).isEmpty();
  }

  @Test
  void isUndoneWhereTheEngineStops() throws Exception {
    install("a", "1.0.0", M);
    engine.fake.hanging.add("a 2.0.0");
    Path jar = engine.jar("a", "2.0.0", M);
    Thread operation =
        new Thread(
            () ->
                assertThat(
                        catchThrowableOfType(
                            RefusedException.class,
                            () -> bundles.replace(JarCheck.check(jar, jar), jar)))
                    .hasMessageContaining("interrupted"));
    operation.start();
    engine.fake.hangs.await();
    operation.interrupt();
    operation.join(10_000);
    assertThat(operation.isAlive()).isFalse();
    await().until(() -> engine.bundles().equals(List.of("a 1.0.0 ACTIVE")));
    assertThat(engine.fake.underWay()).isEmpty();
  }

  @Test
  void aChainOfUsersIsStoppedUsersFirstAndStartedUsedFirst() throws Exception {
    install("a", "1.0.0", exporting("x", M));
    install("b", "1.0.0", exporting("y", importing("x", Map.of())));
    install("c", "1.0.0", importing("y", Map.of()));
    engine.fake.asked.clear();
    replace("a", "2.0.0", exporting("x", M));
    assertThat(engine.fake.asked)
        .containsSubsequence("stopped c 1.0.0", "stopped b 1.0.0", "stopped a 1.0.0")
        .containsSubsequence("started a 2.0.0", "started b 1.0.0", "started c 1.0.0");
    usesNew("c", "b");
    usesNew("b", "a");
  }

  @Test
  void ofADiamondEachIsRestartedOnceAndAllComeBackWhereOneDoesNot() throws Exception {
    install("a", "1.0.0", exporting("x", M));
    install("b", "1.0.0", exporting("y", importing("x", Map.of())));
    install("c", "1.0.0", exporting("z", importing("x", Map.of())));
    install("d", "1.0.0", importing("y,z", TestEngine.extension("n")));
    engine.fake.asked.clear();
    replace("a", "2.0.0", exporting("x", M));
    assertThat(engine.fake.asked).filteredOn(it -> it.startsWith("started ")).hasSize(4);
    assertThat(engine.bundles()).hasSize(4).allMatch(it -> it.endsWith("ACTIVE"));

    engine.fake.failing.put("d 1.0.0", "threw");
    RefusedException bad = refused("a", "3.0.0", exporting("x", M));
    assertThat(bad).hasMessage("d 1.0.0, which uses it, does not run with it: threw");
    assertThat(bad.result()).isEqualTo(Result.ROLLED_BACK);
    assertThat(engine.bundles()).contains("a 2.0.0 ACTIVE").hasSize(4);
    assertThat(engine.bundles()).allMatch(it -> it.endsWith("ACTIVE"));
    usesNew("d", "c");
  }

  @Test
  void aUserThatCanNotBeStoppedIsAReasonNotToGoOn() throws Exception {
    install("a", "1.0.0", exporting(M));
    install("b", "1.0.0", importing(Map.of()), DeafInStop.class);
    install("c", "1.0.0", importing(Map.of()));
    RefusedException bad = refused("a", "2.0.0", exporting(M));
    assertThat(bad)
        .hasMessageStartingWith(
            "b 1.0.0, which uses the old one, can't be stopped; and b 1.0.0 did not come back");
    assertThat(bad.result()).isEqualTo(Result.FAILED);
    assertThat(engine.bundles())
        .containsExactly("a 1.0.0 ACTIVE", "b 1.0.0 STOPPING", "c 1.0.0 ACTIVE");
    assertThat(engine.fake.underWay()).isEmpty();
  }

  @Test
  void usersThatAreStoppedStaySo() throws Exception {
    install("a", "1.0.0", exporting(M));
    install("b", "1.0.0", importing(Map.of()));
    engine.bundle("b").stop();
    replace("a", "2.0.0", exporting(M));
    assertThat(engine.bundles()).containsExactly("b 1.0.0 RESOLVED", "a 2.0.0 ACTIVE");
    usesNew("b", "a");
  }

  @Test
  void oneThatWasStoppedByHandStaysStopped() throws Exception {
    install("a", "1.0.0", M);
    engine.bundle("a").stop();
    replace("a", "2.0.0", M);
    assertThat(engine.bundles()).containsExactly("a 2.0.0 RESOLVED");
  }

  @Test
  void aUserThatWasNotActiveBeforeNeedNotBeActiveAfterwards() throws Exception {
    install("a", "1.0.0", exporting(M));
    install("b", "1.0.0", importing(TestEngine.extension("n")));
    engine.fake.inactive.put("b 1.0.0", "waits for something else");
    replace("a", "2.0.0", exporting(M));
    assertThat(engine.bundles()).containsExactly("b 1.0.0 ACTIVE", "a 2.0.0 ACTIVE");
  }

  @Test
  void singletonsAndTheSameVersionWithOtherBytesAreReplaced() throws Exception {
    install("a;singleton:=true", "1.0.0", M);
    replace("a;singleton:=true", "2.0.0", M);
    Map<String, String> other = new HashMap<>(M);
    other.put("Bundle-Name", "other bytes");
    replace("a;singleton:=true", "2.0.0", other);
    assertThat(engine.bundles()).containsExactly("a 2.0.0 ACTIVE");
    assertThat(engine.bundle("a").getHeaders().get("Bundle-Name")).isEqualTo("other bytes");
  }

  @Test
  void aPackageThatBothImportAndExportComesFromTheNewOne() throws Exception {
    install("a", "1.0.0", exporting(importing(M)));
    install("b", "1.0.0", importing(Map.of()));
    replace("a", "2.0.0", exporting(importing(M)));
    usesNew("b", "a");
  }

  @Test
  void aLibraryWithoutExtensionIsReplacedWithoutAnyTrial() throws Exception {
    install("a", "1.0.0", exporting(Map.of()));
    engine.fake.asked.clear();
    replace("a", "2.0.0", exporting(Map.of()));
    assertThat(engine.fake.asked)
        .containsExactly("stopped a 1.0.0", "started a 2.0.0", "uninstalled a 1.0.0");
  }

  @Test
  void nothingStaysOfAFreshOneThatDoesNotStart() throws Exception {
    Path jar = engine.jar("a", "1.0.0", M, FailsInStart.class);
    RefusedException bad =
        catchThrowableOfType(
            RefusedException.class, () -> bundles.installAndExamine(JarCheck.check(jar, jar), jar));
    assertThat(bad.result()).isEqualTo(Result.REFUSED);
    assertThat(engine.bundles()).isEmpty();

    engine.fake.begin("m");
    Path good = engine.jar("a", "1.0.0", M);
    assertThat(
            catchThrowableOfType(
                RefusedException.class,
                () -> bundles.installAndExamine(JarCheck.check(good, good), good)))
        .hasMessageContaining("can't try m just now");
    assertThat(engine.bundles()).isEmpty();
  }

  @Test
  void takesOverWhatAnEarlierRunHasLeftAndUsesNoLocationTwice() throws Exception {
    install("a", "1.0.0", M);
    bundles.close();
    bundles = new ExtensionBundles(engine.context(), engine.fake, 0, () -> LIMIT);
    assertThat(bundles.symbolicNames()).containsExactly("a");
    replace("a", "2.0.0", M);
    assertThat(engine.bundles()).containsExactly("a 2.0.0 ACTIVE");
  }

  @Test
  void ofTwoThatACutOffOperationHasLeftTheStartedOneStays() throws Exception {
    install("a", "1.0.0", M);
    try (InputStream in = Files.newInputStream(engine.jar("a", "2.0.0", M))) {
      engine.context().installBundle(ExtensionBundles.LOCATION + "a:77", in);
    }
    bundles.close();
    bundles = new ExtensionBundles(engine.context(), engine.fake, 0, () -> LIMIT);
    await().until(() -> engine.bundles().equals(List.of("a 1.0.0 ACTIVE")));
  }

  private void install(
      String name, String version, Map<String, String> headers, Class<?>... classes)
      throws Exception {
    Path jar = engine.jar(name, version, headers, classes);
    bundles.install(JarCheck.check(jar, jar), jar);
  }

  private void replace(
      String name, String version, Map<String, String> headers, Class<?>... classes)
      throws Exception {
    Path jar = engine.jar(name, version, headers, classes);
    bundles.replace(JarCheck.check(jar, jar), jar);
  }

  private RefusedException refused(
      String name, String version, Map<String, String> headers, Class<?>... classes)
      throws Exception {
    Path jar = engine.jar(name, version, headers, classes);
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class, () -> bundles.replace(JarCheck.check(jar, jar), jar));
    assertThat(refused).isNotNull();
    return refused;
  }

  private void isBack(RefusedException bad) {
    assertThat(bad.result()).as(bad.getMessage()).isEqualTo(Result.ROLLED_BACK);
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
    assertThat(engine.fake.underWay()).isEmpty();
  }

  private void uninstall(String name, String version) {
    for (Bundle bundle : engine.context().getBundles()) {
      if ((bundle.getSymbolicName() + " " + bundle.getVersion()).equals(name + " " + version)) {
        try {
          bundle.uninstall();
        } catch (BundleException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private void usesNew(String user, String used) {
    assertThat(
            engine.bundle(user).adapt(BundleWiring.class).getRequiredWires("osgi.wiring.package"))
        .anyMatch(wire -> wire.getProvider().getBundle().equals(engine.bundle(used)));
  }

  private static Map<String, String> exporting(Map<String, String> headers) {
    return exporting("x", headers);
  }

  private static Map<String, String> importing(Map<String, String> headers) {
    return importing("x", headers);
  }

  private static Map<String, String> exporting(String packages, Map<String, String> headers) {
    return with("Export-Package", packages, headers);
  }

  private static Map<String, String> importing(String packages, Map<String, String> headers) {
    return with("Import-Package", packages, headers);
  }

  private static Map<String, String> with(String name, String value, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return all;
  }
}
