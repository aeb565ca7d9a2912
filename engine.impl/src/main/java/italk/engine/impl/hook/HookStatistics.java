package italk.engine.impl.hook;

import java.util.concurrent.atomic.LongAdder;

/** What an extension's hooks did since it was last activated. */
final class HookStatistics {
  final LongAdder calls = new LongAdder();
  final LongAdder rejects = new LongAdder();
  final LongAdder failures = new LongAdder();
}
