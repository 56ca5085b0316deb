package flathead.meter.internal;

import flathead.api.NanoClock;
import flathead.api.VideoSink;
import flathead.testkit.VideoSinkContract;

class MeterContractTest extends VideoSinkContract {
    private final Meter meter = new Meter(NanoClock.SYSTEM, "");

    @Override
    protected VideoSink sink() {
        return meter;
    }
}
