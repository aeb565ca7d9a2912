package italk.ext.events;

import italk.engine.api.event.EngineEvent;
import italk.ext.events.fact.EventFacts;

/** A way of events out of the engine that is not always there. A service within this bundle. */
interface EventBridge {

  /** Has it told of. Does not wait for anything. */
  void accept(EngineEvent event, EventFacts facts);
}
