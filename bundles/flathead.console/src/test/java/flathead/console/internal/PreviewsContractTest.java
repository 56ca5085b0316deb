package flathead.console.internal;

import flathead.api.VideoSink;
import flathead.testkit.VideoSinkContract;

class PreviewsContractTest extends VideoSinkContract {
    private final Previews previews = new Previews();

    @Override
    protected VideoSink sink() {
        return previews;
    }
}
