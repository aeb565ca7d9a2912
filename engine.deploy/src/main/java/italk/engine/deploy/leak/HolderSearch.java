package italk.engine.deploy.leak;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** One search for all who hold lost class loaders, on the thread of who asks. */
final class HolderSearch {

  private static final Duration BOUND = Duration.ofSeconds(4);
  private static final int MOST_HOLDERS = 10;
  private static final String NO_COLLECTION = "-XX:+DisableExplicitGC";

  private final BundleContext context;

  /** What was found, by lost loader. */
  private final Map<ClassLoader, Set<String>> holders = new IdentityHashMap<>();

  /** The threads that were found by their fields, by lost loader. */
  private final Map<ClassLoader, Set<Thread>> holdingThreads = new IdentityHashMap<>();

  HolderSearch(BundleContext context, Collection<ClassLoader> lost) {
    this.context = context;
    for (ClassLoader loader : lost) {
      holders.put(loader, new LinkedHashSet<>());
      holdingThreads.put(loader, new LinkedHashSet<>());
    }
  }

  /** Searches; the holders in words, by loader. */
  Map<ClassLoader, Set<String>> search() {
    usersOfPackages();
    managedBeans();
    Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
    Set<ClassLoader> lost = Collections.newSetFromMap(new IdentityHashMap<>());
    lost.addAll(holders.keySet());
    ObjectGraph graph =
        new ObjectGraph(lost, this::foundByWalking, System.nanoTime() + BOUND.toNanos());
    SearchRoots roots = new SearchRoots(context);
    graph.walk(roots.all(stacks.keySet()));
    runningCode(stacks);
    if (holders.values().stream().anyMatch(Set::isEmpty)) {
      graph.walkThroughFramework(roots.framework());
    }
    addLimits(graph);
    return holders;
  }

  private void foundByWalking(ClassLoader loader, Step hit) {
    found(loader, HolderWords.of(hit));
    if (hit.root().start() instanceof Thread thread) {
      holdingThreads.get(loader).add(thread);
    }
  }

  private void found(ClassLoader loader, String words) {
    Set<String> known = holders.get(loader);
    if (known.size() < MOST_HOLDERS) {
      known.add(words);
    }
  }

  /** Bundles that are wired to the old version, which stays until they are refreshed. */
  private void usersOfPackages() {
    Bundle system = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    Collection<Bundle> pending = system.adapt(FrameworkWiring.class).getRemovalPendingBundles();
    for (Bundle bundle : pending) {
      BundleRevisions revisions = bundle.adapt(BundleRevisions.class);
      revisions.getRevisions().stream()
          .map(revision -> revision.getWiring())
          .filter(wiring -> wiring != null && holders.containsKey(wiring.getClassLoader()))
          .forEach(this::usersOf);
    }
  }

  private void usersOf(BundleWiring wiring) {
    Bundle used = wiring.getBundle();
    // Of an uninstalled bundle the shell knows no id.
    String remedy =
        used.getState() == Bundle.UNINSTALLED
            ? "; a restart of the engine ends that)"
            : "; felix:refresh " + used.getBundleId() + " ends that)";
    for (BundleWire wire : wiring.getProvidedWires(null)) {
      found(
          wiring.getClassLoader(),
          HolderWords.bundle(wire.getRequirer().getBundle())
              + " (it is wired to this version"
              + remedy);
    }
  }

  private void managedBeans() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName name : server.queryNames(null, null)) {
      try {
        ClassLoader loader = server.getClassLoaderFor(name);
        if (holders.containsKey(loader)) {
          found(loader, "MBean " + name);
        }
      } catch (InstanceNotFoundException goneMeanwhile) {
        continue;
      }
    }
  }

  private void runningCode(Map<Thread, StackTraceElement[]> stacks) {
    List<ClassLoader> current =
        Stream.of(context.getBundles())
            .filter(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID)
            .map(bundle -> bundle.adapt(BundleWiring.class))
            .filter(wiring -> wiring != null && wiring.isInUse())
            .map(BundleWiring::getClassLoader)
            .filter(loader -> loader != null && !holders.containsKey(loader))
            .toList();
    RunningCode running = new RunningCode(stacks, current);
    for (ClassLoader loader : holders.keySet()) {
      List<Thread> threads = new ArrayList<>(stacks.keySet());
      threads.removeAll(holdingThreads.get(loader));
      threads.forEach(
          thread -> running.of(thread, loader).ifPresent(words -> found(loader, words)));
    }
  }

  /** Where nobody was found, why that may be. */
  private void addLimits(ObjectGraph graph) {
    for (Set<String> found : holders.values()) {
      if (found.isEmpty()) {
        if (ManagementFactory.getRuntimeMXBean().getInputArguments().contains(NO_COLLECTION)) {
          found.add("(perhaps nobody: Java was started with " + NO_COLLECTION + ")");
        }
        JavaOpenings.missing().ifPresent(found::add);
        if (!graph.isComplete()) {
          found.add(
              "(nobody among the first objects that were looked at: the search ends after "
                  + ObjectGraph.MOST_OBJECTS
                  + " objects or "
                  + BOUND.toSeconds()
                  + " s)");
        }
      }
    }
  }
}
