//! Which callbacks of the framework wait for a person, and which run by themselves.

/// The framework calls these only after user input (View listeners, menus, results of screens and dialogs) when the user leaves, or when
/// the system's own state changes much later (memory, rotation).
/// Contract: what is only behind them is `interaction`.
pub fn waits_for_input(method: &str) -> bool {
    const NAMES: [&str; 66] = [
        "afterTextChanged",
        "beforeTextChanged",
        "onActionItemClicked",
        "onActivityResult",
        "onBackInvoked",
        "onBackPressed",
        "onCancel",
        "onCheckedChanged",
        "onChildClick",
        "onClick",
        "onClose",
        "onConfigurationChanged",
        "onContextClick",
        "onContextItemSelected",
        "onContextMenuClosed",
        "onDateChanged",
        "onDateSet",
        "onDestroy",
        "onDismiss",
        "onDoubleTap",
        "onDoubleTapEvent",
        "onDown",
        "onDrag",
        "onEditorAction",
        "onFling",
        "onGenericMotionEvent",
        "onGroupClick",
        "onHover",
        "onHoverEvent",
        "onItemClick",
        "onItemLongClick",
        "onItemSelected",
        "onKey",
        "onKeyDown",
        "onKeyLongPress",
        "onKeyUp",
        "onLongClick",
        "onLongPress",
        "onLowMemory",
        "onMenuItemClick",
        "onMenuItemSelected",
        "onMenuOpened",
        "onNavigationItemSelected",
        "onNewIntent",
        "onOptionsItemSelected",
        "onPause",
        "onPreferenceChange",
        "onPreferenceClick",
        "onProgressChanged",
        "onQueryTextChange",
        "onQueryTextSubmit",
        "onRatingChanged",
        "onRequestPermissionsResult",
        "onSaveInstanceState",
        "onScale",
        "onSearchRequested",
        "onSingleTapConfirmed",
        "onSingleTapUp",
        "onStop",
        "onTerminate",
        "onTextChanged",
        "onTimeSet",
        "onTouch",
        "onTouchEvent",
        "onTrimMemory",
        "onUserLeaveHint",
    ];
    NAMES.binary_search(&method).is_ok() || method.starts_with("dispatchTouch") || method.starts_with("dispatchKey")
}

#[cfg(test)]
mod tests {
    use super::waits_for_input;

    #[test]
    fn input_and_not() {
        for (name, want) in [
            ("onClick", true),
            ("onUserLeaveHint", true),
            ("afterTextChanged", true),
            ("onCreate", false),
            ("run", false),
            ("onLocationChanged", false),
            ("onReceive", false),
            ("onActivityResult", true),
            ("onStop", true),
            ("onStart", false),
        ] {
            assert_eq!(waits_for_input(name), want, "{name}");
        }
    }
}
