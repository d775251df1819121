package org.brookside.gates;

import android.app.*;
import android.content.*;
import android.os.*;
import android.provider.Settings;
import android.view.View;
import android.widget.*;

/** The launcher asks all of them. */
public class Main extends Activity {
    @Override protected void onCreate(Bundle s) {
        super.onCreate(s);
        askPlain();
        askFlag();
        askInverted();
        askWrongSide();
        askIgnored();
        askBoth();
        askNotYet();
        askOtherFlag();
        askWrapped();
        askNumber();
        askState();
        askEnumNo();
        askAndWrapped();
        askOrWrapped();
        askNumberOther();
        askVersion();
        askWord();
        askEnum();
        askField();
        askPair();
        askEither();
        askDialog();
        askOtherDialog();
        askRefused();
        askBeforeDialog();
        askStored();
        askThread_();
        askPosted();
        askListener();
        askInside();
        askTwoWays();
        askSwitch();
        askNever();
        askPermission();
        askProcess();
        askThrown();
        askLooped();
        askBoxed();
        askKept();
        askNegated();
        askChinese();
        askFileThere();
    }
    private void askPlain() { Plain.go(this); }
    private void askFlag() { Flag.go(this); }
    private void askInverted() { Inverted.go(this); }
    private void askWrongSide() { WrongSide.go(this); }
    private void askIgnored() { Ignored.go(this); }
    private void askBoth() { Both.go(this); }
    private void askNotYet() { NotYet.go(this); }
    private void askOtherFlag() { OtherFlag.go(this); }
    private void askWrapped() { Wrapped.go(this); }
    private void askNumber() { Number.go(this); }
    private void askState() { State.go(this); }
    private void askEnumNo() { EnumNo.go(this); }
    private void askAndWrapped() { AndWrapped.go(this); }
    private void askOrWrapped() { OrWrapped.go(this); }
    private void askNumberOther() { NumberOther.go(this); }
    private void askVersion() { Version.go(this); }
    private void askWord() { Word.go(this); }
    private void askEnum() { Enum.go(this); }
    private void askField() { Field.go(this); }
    private void askPair() { Pair.go(this); }
    private void askEither() { Either.go(this); }
    private void askDialog() { Dialog.go(this); }
    private void askOtherDialog() { OtherDialog.go(this); }
    private void askRefused() { Refused.go(this); }
    private void askBeforeDialog() { BeforeDialog.go(this); }
    private void askStored() { Stored.go(this); }
    private void askThread_() { Thread_.go(this); }
    private void askPosted() { Posted.go(this); }
    private void askListener() { Listener.go(this); }
    private void askInside() { Inside.go(this); }
    private void askTwoWays() { TwoWays.go(this); }
    private void askSwitch() { Switch.go(this); }
    private void askNever() { Never.go(this); }
    private void askPermission() { Permission.go(this); }
    private void askProcess() { Process.go(this); }
    private void askThrown() { Thrown.go(this); }
    private void askLooped() { Looped.go(this); }
    private void askBoxed() { Boxed.go(this); }
    private void askKept() { Kept.go(this); }
    private void askNegated() { Negated.go(this); }
    private void askChinese() { Chinese.go(this); }
    private void askFileThere() { FileThere.go(this); }
}
