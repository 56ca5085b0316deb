package flathead.meter.internal;

import flathead.api.NanoClock;
import flathead.api.VideoSink;
import flathead.testkit.VideoSinkContract;

class UnitMeterContractTest extends VideoSinkContract {
    private final UnitMeter meter = new UnitMeter(NanoClock.SYSTEM);

    @Override
    protected VideoSink sink() {
        return meter;
    }
}
