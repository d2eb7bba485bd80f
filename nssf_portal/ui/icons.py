"""The pictures of the portal: 24 x 24 line drawings, drawn for it, always next to a word."""

ICONS = {
    "factory": '<path d="M3 20V10l6 4v-4l6 4V4h5v16z"/><path d="M7 16h1m3 0h1m3 0h1"/>',
    "person": '<circle cx="12" cy="8" r="3.5"/><path d="M5.5 20.5c0-4 2.6-7 6.5-7s6.5 3 6.5 7"/>',
    "people": '<circle cx="9" cy="8" r="3.2"/><path d="M3 20c0-3.6 2.4-6.2 6-6.2s6 2.6 6 6.2M16 5.2a3 3 0 0 1 0 5.6'
    'm1.6 3.4c2 .8 3.4 2.9 3.4 5.8"/>',
    "tuktuk": '<path d="M3 17V8q0-3 3-3h9q3 0 4 4l1.5 4V17h-2M15 17H9M5 17H3m0-6h12V5m0 6v6m0-6h5"/>'
    '<circle cx="7" cy="17.5" r="2"/><circle cx="16.8" cy="17.5" r="2"/>',
    "house": '<path d="M3 12 12 4l9 8M5.5 10v10h13V10"/><path d="M10 20v-5h4v5"/>',
    "sprout": '<path d="M12 21v-8m0 0C12 9 9 7 4.5 7c0 4 2.5 6 7.5 6zm0-2c0-4 2.5-6.5 7.5-7 .3 4.6-2.7 7-7.5 7"/>',
    "shop": '<path d="M4 10v10h16V10M3 9l2-5h14l2 5c0 1.4-1 2.3-2.3 2.3S15 10.4 15 9c0 1.4-1.4 2.3-3 2.3'
    'S9 10.4 9 9c0 1.4-1.3 2.3-2.7 2.3S3 10.4 3 9z"/><path d="M10 20v-5h4v5"/>',
    "speaker": '<path d="M4 9.5v5h3l5 4v-13l-5 4z"/><path d="M15.5 9a4 4 0 0 1 0 6m2.5-8.5a8 8 0 0 1 0 11"/>',
    "phone": '<path d="M6 3h3l2 5-2.2 1.8a12 12 0 0 0 5.4 5.4L16 13l5 2v3c0 1.7-1.3 3-3 3C10.3 21 3 13.7 3 6'
    'c0-1.7 1.3-3 3-3z"/>',
    "pin": '<path d="M12 21s7-6.3 7-11.5A7 7 0 0 0 5 9.5C5 14.7 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
    "check": '<path d="m4.5 12.5 5 5L20 6.5"/>',
    "warning": '<path d="M12 3.5 2.5 20h19z"/><path d="M12 10v4.5m0 2.4v.1"/>',
    "circle": '<circle cx="12" cy="12" r="4.5"/>',
    "dash": '<path d="M5 12h14"/>',
    "question": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8m0 3v.1"/>',
    "face5": '<circle cx="12" cy="12" r="9"/>'
    '<path d="M9 9.5v.5m6-.5v.5M7.5 13.5c1 2.6 2.6 3.8 4.5 3.8s3.5-1.2 4.5-3.8z"/>',
    "face4": '<circle cx="12" cy="12" r="9"/><path d="M9 9.5v.5m6-.5v.5M8 14c1 1.5 2.4 2.3 4 2.3s3-.8 4-2.3"/>',
    "face3": '<circle cx="12" cy="12" r="9"/><path d="M9 9.5v.5m6-.5v.5M8 15h8"/>',
    "face2": '<circle cx="12" cy="12" r="9"/><path d="M9 9.5v.5m6-.5v.5M8 16.3c1-1.5 2.4-2.3 4-2.3s3 .8 4 2.3"/>',
    "face1": '<circle cx="12" cy="12" r="9"/>'
    '<path d="M9 9.5v.5m6-.5v.5M7.5 17c1-2.6 2.6-3.8 4.5-3.8s3.5 1.2 4.5 3.8"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5m0-9v.1"/>',
    "document": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6m-6 4h6"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14"/>',
    "upload": '<path d="M12 16V5M7.5 9.5 12 5l4.5 4.5M5 20h14"/>',
    "left": '<path d="m14.5 5.5-6.5 6.5 6.5 6.5"/>',
    "right": '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
    "down": '<path d="m5.5 9.5 6.5 6.5 6.5-6.5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.5 5.5"/>',
    "lock": '<rect x="5" y="11" width="14" height="9.5" rx="1.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "key": '<circle cx="8" cy="14" r="4"/><path d="m11 11 8.5-8m-3 3 3 3"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "edit": '<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19z"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="1.5"/><path d="M4 10h16M8.5 3v4m7-4v4"/>',
    "building": '<path d="M5 21V4h10v17M15 9h4v12M3 21h18M8.5 8h3m-3 4h3m-3 4h3"/>',
    "mail": '<rect x="3" y="5.5" width="18" height="13" rx="1.5"/><path d="m3.5 7 8.5 6.5L20.5 7"/>',
    "table": '<rect x="3.5" y="4.5" width="17" height="15" rx="1.5"/><path d="M3.5 9.5h17M3.5 14.5h17M9.5 4.5v15"/>',
    "shield": '<path d="M12 3l7.5 3v5.5c0 4.7-3 7.7-7.5 9.5-4.5-1.8-7.5-4.8-7.5-9.5V6z"/>'
    '<path d="m8.5 12 2.5 2.5 4.5-5"/>',
    "card": '<rect x="3" y="5.5" width="18" height="13" rx="1.5"/><circle cx="8.5" cy="11" r="1.8"/>'
    '<path d="M5.8 15.8c.3-1.5 1.3-2.3 2.7-2.3s2.4.8 2.7 2.3M14 10h4.5M14 14h4.5"/>',
}

MEANINGS = {
    "ok": "check",
    "waits": "clock",
    "wrong": "warning",
    "progress": "circle",
    "none": "dash",
    "unknown": "question",
}
NOTES = {"info": "info", "waits": "clock", "done": "check", "wrong": "warning"}
