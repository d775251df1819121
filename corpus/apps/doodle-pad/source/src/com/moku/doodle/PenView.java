package com.moku.doodle;

import android.content.Context;
import android.graphics.Canvas;
import android.graphics.Color;
import android.graphics.Paint;
import android.graphics.Path;
import android.view.InputDevice;
import android.view.MotionEvent;
import android.view.View;
import java.util.HashMap;

/** Draws one path a pen. The number of an input device is no identifier of the phone. */
class PenView extends View {
    private final HashMap<Integer, Path> paths = new HashMap<>();
    private final Paint paint = new Paint();
    private final Legend legend = new Legend();

    PenView(Context c, boolean inverted) {
        super(c);
        paint.setStyle(Paint.Style.STROKE);
        paint.setColor(inverted ? Color.WHITE : Color.BLACK);
    }

    @Override public boolean onTouchEvent(MotionEvent e) {
        int pen = e.getDeviceId();
        InputDevice d = InputDevice.getDevice(pen);
        Path p = paths.get(pen);
        if (p == null || d == null) paths.put(pen, p = new Path());
        if (e.getAction() == MotionEvent.ACTION_DOWN) p.moveTo(e.getX(), e.getY()); else p.lineTo(e.getX(), e.getY());
        setContentDescription(legend.getDeviceId() + legend.getLatitude());
        invalidate();
        return true;
    }

    @Override protected void onDraw(Canvas c) {
        for (Path p : paths.values()) c.drawPath(p, paint);
    }
}
