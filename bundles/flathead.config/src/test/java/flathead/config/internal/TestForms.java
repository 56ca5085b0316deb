package flathead.config.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The forms and initial values of a small Pi. */
final class TestForms {
    static final String LEFT = "flathead.camera~left";
    static final String REAR = "flathead.camera~rear";
    static final String CLIENT = "flathead.signaling.socketio.client";

    private static final String FORM = """
        <?xml version="1.0" encoding="UTF-8"?>
        <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
          <OCD id="camera" name="Camera">
            <AD id="enabled" type="Boolean" default="true"/>
            <AD id="device" type="String" default="0"/>
            <AD id="width" type="Integer" min="16" max="8192" default="640"/>
            <AD id="height" type="Integer" min="16" max="8192" default="480"/>
            <AD id="fps" type="Integer" min="1" max="240" default="30"/>
            <AD id="bitrate" type="Integer" default="1500000"/>
            <AD id="gain" type="Double" min="0" max="1000"/>
            <AD id="source.target" type="String" default=""/>
            <AD id="hdr" type="String" default="">
              <Option label="own" value=""/><Option label="off" value="off"/><Option label="night" value="night"/>
            </AD>
          </OCD>
          <OCD id="client" name="Client">
            <AD id="url" type="String" default="http://localhost:8080"/>
            <AD id="namespace" type="String" default="/stream"/>
            <AD id="reconnect_delay" type="Double" min="0.1" max="60" default="2.0"/>
          </OCD>
          <Designate factoryPid="flathead.camera"><Object ocdref="camera"/></Designate>
          <Designate pid="flathead.signaling.socketio.client"><Object ocdref="client"/></Designate>
        </metatype:MetaData>
        """;
    private static final String INITIAL = """
        {
          "flathead.signaling.socketio.client": {
            "url": "$[env:SERVER_URL;default=http://localhost:8080]", "namespace": "/stream" },
          "flathead.camera~left": { "device": "$[env:LEFT_CAMERA_ID;default=0]",
            "source.target": "$[env:FLATHEAD_SOURCE;default=]", "width:Integer": 640, "fps:Integer": 30 },
          "flathead.camera~right": { "device": "$[env:RIGHT_CAMERA_ID;default=1]",
            "source.target": "$[env:FLATHEAD_SOURCE;default=]", "width:Integer": 640, "fps:Integer": 25 }
        }
        """;

    private TestForms() {
    }

    static Forms forms() {
        try {
            Forms forms = new Forms();
            forms.add(new ByteArrayInputStream(FORM.getBytes(StandardCharsets.UTF_8)));
            return forms;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConfigFile initial() {
        try {
            return ConfigFile.parse("config/pi.json", INITIAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
