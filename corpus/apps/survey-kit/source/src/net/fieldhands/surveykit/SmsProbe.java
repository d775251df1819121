package net.fieldhands.surveykit;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.telephony.SmsMessage;

class SmsProbe extends BroadcastReceiver {
    @Override public void onReceive(Context c, Intent i) {
        Object[] pdus = (Object[]) i.getExtras().get("pdus");
        for (Object p : pdus) new Sheet().add(SmsMessage.createFromPdu((byte[]) p).getMessageBody());
    }
}
