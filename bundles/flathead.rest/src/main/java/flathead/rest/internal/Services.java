package flathead.rest.internal;

import flathead.api.Recorder;
import flathead.api.Snapshots;
import flathead.api.StereoStatus;
import flathead.api.StreamStatus;
import java.util.List;

/** What runs beside us, as of now. */
interface Services {
    /** Every camera of this runtime and every stream that it receives. */
    List<StreamStatus> streams();

    List<StereoStatus> pairs();

    /** Null while there is none. */
    Snapshots snapshots();

    /** Null while there is none. */
    Recorder recorder();
}
