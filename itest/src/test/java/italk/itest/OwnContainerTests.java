package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Inbox;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.OptionCheck;
import italk.itest.stamp.Stamp;
import italk.itest.support.DistributionOptions;
import italk.itest.support.Stamped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * What has to be so in an integrator's container without {@code engine.config}, by whichever way of
 * the integrator's guide it has its configurations. They are the guide's own text, with two
 * extensions more to see the order.
 */
public abstract class OwnContainerTests {

  private static final Duration SOON = Duration.ofSeconds(10);

  // In the list the other way round: what counts is the ranking.
  protected static final String BOTH = "\"modified_stamp\", \"restarted_stamp\"";

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private ConfigurationAdmin admin;
  @Inject private BundleContext context;

  protected static void putExtensions(Path home) throws IOException {
    DistributionOptions.withOwnExtensions(home);
    Stamped.into(home);
  }

  @Before
  public void allAreActive() {
    eventually(
        "all that are enabled are active",
        SOON,
        () ->
            engine.status().open()
                && extensions.list().stream().filter(it -> it.state() == State.ACTIVE).count()
                    == 4);
  }

  @Test
  public void engineConfigIsNotThere() {
    assertTrue(
        Arrays.stream(context.getBundles())
            .noneMatch(bundle -> "italk.engine.config".equals(bundle.getSymbolicName())));
    assertNull(context.getServiceReference(OptionCheck.class));
  }

  @Test
  public void theHooksAreInTheOrderOfTheRankings() throws Exception {
    assertEquals(
        List.of(Stamped.RESTARTED, Stamped.MODIFIED),
        Stamped.probe(engine).stream().map(Stamp::name).toList());
    assertEquals(List.of("own", "own"), Stamped.tokens(engine));
  }

  @Test
  public void anExtensionHasItsOptions() throws Exception {
    BlockingQueue<Inbox.Delivery> inbox = new LinkedBlockingQueue<>();
    try (Session alice = engine.connect("1", "Alice", Map.of(), inbox::add)) {
      Inbox.Notice notice = (Inbox.Notice) inbox.poll(SOON.toSeconds(), TimeUnit.SECONDS);
      assertEquals("Bonjour Alice", notice.text());
      SendResult tooLong =
          alice
              .send(Conversation.everyone(), "x".repeat(2_001))
              .toCompletableFuture()
              .get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertTrue("the engine has its own, too: " + tooLong, tooLong instanceof SendResult.Refused);
      assertEquals(2_000, engine.status().maxMessageLength());
    }
    Dictionary<String, Object> limiter =
        admin.getConfiguration("italk.extension.message_rate_limiter", "?").getProperties();
    assertEquals(20, limiter.get("burst"));
    assertEquals(10_000, limiter.get("service.ranking"));
    assertArrayEquals(new String[] {"admin"}, (String[]) limiter.get("exempt_roles"));
  }

  @Test
  public void operationsAreThere() {
    Operations operations = context.getService(context.getServiceReference(Operations.class));
    assertEquals(1, operations.versions("welcome").size());
  }
}
