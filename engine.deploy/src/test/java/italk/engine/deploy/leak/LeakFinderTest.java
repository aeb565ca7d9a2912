package italk.engine.deploy.leak;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.operation.Leak;
import italk.engine.deploy.leak.example.Keeps;
import italk.engine.deploy.leak.example.LeavesContextClassLoader;
import italk.engine.deploy.leak.example.LeavesDriverAndHandler;
import italk.engine.deploy.leak.example.LeavesHookAndBean;
import italk.engine.deploy.leak.example.LeavesListener;
import italk.engine.deploy.leak.example.LeavesListenerInFramework;
import italk.engine.deploy.leak.example.LeavesTaskInPool;
import italk.engine.deploy.leak.example.LeavesThread;
import italk.engine.deploy.leak.example.LeavesThreadLocal;
import italk.engine.deploy.leak.example.LeavesTimer;
import italk.engine.deploy.leak.example.Tidy;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Finds in a real framework what real bundles leave behind, and nothing else. */
class LeakFinderTest {

  private static final Map<String, String> EXTENSION =
      Map.of("Provide-Capability", "italk.extension;italk.extension=example");
  private static final String EXAMPLE = "italk.engine.deploy.leak.example.";

  @TempDir Path home;

  private final Timer timer = new Timer("shared timer", true);
  private final ExecutorService pool =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "shared pool"));
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "shared scheduler"));

  private Framework framework;
  private BundleContext context;
  private LeakFinder finder;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> properties = new HashMap<>();
    properties.put("org.osgi.framework.storage", home.resolve("cache").toString());
    framework = new FrameworkFactory().newFramework(properties);
    framework.start();
    context = framework.getBundleContext();
    context.registerService(Timer.class, timer, null);
    context.registerService(ExecutorService.class, pool, null);
    context.registerService(ScheduledExecutorService.class, scheduler, null);
    // So that its threads are the test's, and not the example's that asks first.
    scheduler.submit(() -> {}).get(10, TimeUnit.SECONDS);
    finder = new LeakFinder(context);
  }

  @AfterEach
  void stop() throws Exception {
    finder.deactivate();
    timer.cancel();
    pool.shutdownNow();
    scheduler.shutdownNow();
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void seesEachWayToLoseAClassLoaderAndThatItIsCollected() throws Exception {
    Bundle bundle = installed("example", "1.0.0", Tidy.class);
    ClassLoader first = loader(bundle);
    bundle.update(ExampleJar.of("example", "1.1.0", Tidy.class, EXTENSION));
    assertThat(leaks()).containsExactly("example 1.0.0");
    ClassLoader second = loader(bundle);
    bundle.uninstall();
    assertThat(leaks()).containsExactly("example 1.0.0", "example 1.1.0");
    assertThat(first).isNotSameAs(second);

    first = null;
    second = null;
    assertThat(finder.find()).isEmpty();
  }

  @Test
  void findsNothingWhereNothingIsHeld() throws Exception {
    Bundle bundle = installed("example", "1.0.0", Tidy.class);
    bundle.update(ExampleJar.of("example", "1.1.0", Tidy.class, EXTENSION));
    assertThat(finder.find()).isEmpty();

    installed("second", "1.2.0", Tidy.class);
    bundle.uninstall();
    assertThat(finder.find()).isEmpty();
  }

  @Test
  void doesNotCareForBundlesThatAreNoExtensions() throws Exception {
    Bundle bundle =
        context.installBundle("other", ExampleJar.of("o", "1.0.0", Tidy.class, Map.of()));
    bundle.start();
    ClassLoader held = loader(bundle);
    bundle.uninstall();
    assertThat(finder.find()).isEmpty();
    assertThat(held).isNotNull();
  }

  @Test
  void caresForLibrariesOfTheHotFolder() throws Exception {
    Bundle bundle =
        context.installBundle(
            "italk-extension:lib:1", ExampleJar.of("lib", "1.0.0", Tidy.class, Map.of()));
    bundle.start();
    ClassLoader held = loader(bundle);
    bundle.uninstall();
    assertThat(leaks()).containsExactly("lib 1.0.0");
    assertThat(held).isNotNull();
  }

  @Test
  void namesAThread() throws Exception {
    uninstalled(LeavesThread.class);
    assertThat(holders())
        .contains(
            "thread \"poller\" (it runs code of the extension: object of class "
                + EXAMPLE
                + "LeavesThread)");
    Thread poller = thread("poller");
    poller.interrupt();
    poller.join(10_000);
    poller = null;
    assertThat(finder.find()).isEmpty();
  }

  @Test
  void namesATimersThread() throws Exception {
    uninstalled(LeavesTimer.class);
    assertThat(holders())
        .contains(
            "timer thread \"shared timer\", a task that is due (object of class "
                + EXAMPLE
                + "LeavesTimer$Tick)");
    timer.cancel();
    assertThat(finder.find()).isEmpty();
  }

  @Test
  void namesTheThreadOfAThreadLocal() throws Exception {
    uninstalled(LeavesThreadLocal.class);
    assertThat(holders())
        .contains(
            "thread local of thread \"shared pool\" (object of class "
                + EXAMPLE
                + "LeavesThreadLocal$Value)");
    endPool();
    assertThat(finder.find()).isEmpty();
  }

  @Test
  void namesAThreadThatOnlyHasTheContextClassLoader() throws Exception {
    uninstalled(LeavesContextClassLoader.class);
    assertThat(holders()).contains("thread \"shared pool\" (its context class loader)");
    endPool();
    assertThat(finder.find()).isEmpty();
  }

  @Test
  void namesTheServiceThatKeepsAnObject() throws Exception {
    Bundle keeper =
        context.installBundle("keeper", ExampleJar.of("keeper", "3.1.0", Keeps.class, Map.of()));
    keeper.start();
    uninstalled(LeavesListener.class);
    assertThat(holders())
        .containsExactly(
            "service java.util.function.Consumer of bundle keeper 3.1.0, field kept of "
                + EXAMPLE
                + "Keeps in bundle keeper 3.1.0 (object of class "
                + EXAMPLE
                + "LeavesListener$Listener)");
    keeper.uninstall();
    assertThat(finder.find()).isEmpty();
  }

  @Test
  void namesWhatRunsAndWhatWaitsOnAForeignPool() throws Exception {
    uninstalled(LeavesTaskInPool.class);
    assertThat(holders())
        .contains(
            "thread \"shared pool\" (it runs code of the extension: "
                + EXAMPLE
                + "LeavesTaskInPool.hang)",
            "service java.util.concurrent.ScheduledExecutorService of bundle"
                + " org.apache.felix.framework 7.0.5, a task in its queue (object of class "
                + EXAMPLE
                + "LeavesTaskInPool$Later)");
  }

  @Test
  void saysWhereAStackMayBeThatOfTheVersionThatRunsNow() throws Exception {
    uninstalled(LeavesTaskInPool.class);
    Bundle now =
        context.installBundle(
            "now", ExampleJar.of("now", "1.1.0", LeavesTaskInPool.class, EXTENSION));
    now.loadClass(LeavesTaskInPool.class.getName());
    assertThat(holders())
        .contains(
            "thread \"shared pool\" (it runs code of the extension: "
                + EXAMPLE
                + "LeavesTaskInPool.hang, of this version or of the one that runs now)");
  }

  @Test
  void getsNoServiceWhileItSearches() throws Exception {
    AtomicInteger got = new AtomicInteger();
    context.registerService(Runnable.class, new CountsUse(got), null);
    uninstalled(LeavesTimer.class);
    assertThat(holders()).isNotEmpty();
    assertThat(got).hasValue(0);
  }

  private record CountsUse(AtomicInteger got) implements ServiceFactory<Runnable> {
    @Override
    public Runnable getService(Bundle bundle, ServiceRegistration<Runnable> registration) {
      got.incrementAndGet();
      return () -> {};
    }

    @Override
    public void ungetService(
        Bundle bundle, ServiceRegistration<Runnable> registration, Runnable service) {}
  }

  @Test
  void namesShutdownHooksAndManagedBeans() throws Exception {
    uninstalled(LeavesHookAndBean.class);
    assertThat(holders())
        .contains(
            "MBean example:type=Counter",
            "shutdown hook (object of class " + EXAMPLE + "LeavesHookAndBean)");
    ManagementFactory.getPlatformMBeanServer()
        .unregisterMBean(new ObjectName("example:type=Counter"));
  }

  @Test
  void namesDriversAndLogHandlers() throws Exception {
    Handler[] before = Logger.getLogger("").getHandlers();
    uninstalled(LeavesDriverAndHandler.class);
    assertThat(holders())
        .anyMatch(words -> words.startsWith("java.sql.DriverManager (object of class "))
        .anyMatch(
            words ->
                words.startsWith("java.util.logging.LogManager")
                    && words.endsWith(
                        "(object of class " + EXAMPLE + "LeavesDriverAndHandler$Handler)"));
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      if (!List.of(before).contains(handler)) {
        Logger.getLogger("").removeHandler(handler);
      }
    }
  }

  @Test
  void looksIntoTheFrameworkWhereNobodyElseWasFound() throws Exception {
    uninstalled(LeavesListenerInFramework.class);
    assertThat(holders())
        .singleElement()
        .asString()
        .startsWith("the framework, field ")
        .endsWith("(object of class " + EXAMPLE + "LeavesListenerInFramework$Listener)");
  }

  @Test
  void namesABundleThatIsStillWiredToTheOldVersion() throws Exception {
    Map<String, String> exported =
        Map.of("Export-Package", EXAMPLE.substring(0, EXAMPLE.length() - 1));
    Bundle library =
        context.installBundle(
            "italk-extension:lib:1", ExampleJar.of("lib", "1.0.0", Tidy.class, exported));
    library.start();
    Bundle user =
        context.installBundle(
            "user",
            ExampleJar.of(
                "user",
                "2.0.0",
                Keeps.class,
                Map.of("Import-Package", "org.osgi.framework", "Require-Bundle", "lib")));
    user.start();
    library.update(ExampleJar.of("lib", "1.1.0", Tidy.class, exported));
    assertThat(holders())
        .contains(
            "bundle user 2.0.0 (it is wired to this version; felix:refresh "
                + library.getBundleId()
                + " ends that)");

    library.uninstall();
    assertThat(finder.find())
        .flatExtracting(Leak::holders)
        .contains(
            "bundle user 2.0.0 (it is wired to this version; a restart of the engine ends that)");

    CountDownLatch refreshed = new CountDownLatch(1);
    framework
        .adapt(FrameworkWiring.class)
        .refreshBundles(Set.of(library), event -> refreshed.countDown());
    assertThat(refreshed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(finder.find()).isEmpty();
  }

  private void uninstalled(Class<? extends BundleActivator> activator) throws Exception {
    installed("example", "1.0.0", activator).uninstall();
  }

  private Bundle installed(
      String symbolicName, String version, Class<? extends BundleActivator> activator)
      throws Exception {
    Bundle bundle =
        context.installBundle(
            symbolicName, ExampleJar.of(symbolicName, version, activator, EXTENSION));
    bundle.start();
    return bundle;
  }

  private List<String> leaks() {
    return finder.find().stream().map(leak -> leak.bundle() + " " + leak.version()).toList();
  }

  private List<String> holders() {
    List<Leak> leaks = finder.find();
    assertThat(leaks).hasSize(1);
    return leaks.get(0).holders();
  }

  private void endPool() throws Exception {
    pool.shutdownNow();
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private static ClassLoader loader(Bundle bundle) throws Exception {
    bundle.loadClass(Tidy.class.getName());
    return bundle.adapt(BundleWiring.class).getClassLoader();
  }

  private static Thread thread(String name) {
    return Stream.of(Thread.getAllStackTraces().keySet().toArray(new Thread[0]))
        .filter(thread -> thread.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
