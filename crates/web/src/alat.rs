//! On what somebody is logged in, in two words: enough to tell one's telephone from one's desk, and no more.

/// Browser and system, by what stands in the `User-Agent`; the first that fits, since browsers name each other.
const PERAMBAN: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];
const SISTEM: [(&str, &str); 8] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("X11", "Linux"),
    ("Linux", "Linux"),
];

/// The words for a `User-Agent`; what is not known is left out.
pub(crate) fn alat(agen: &str) -> String {
    let cari = |daftar: &[(&str, &'static str)]| {
        let ada = daftar.iter().find(|(tanda, _)| agen.contains(tanda));
        ada.map(|(_, nama)| *nama)
    };
    let bagian: Vec<&str> = [cari(&PERAMBAN), cari(&SISTEM)].into_iter().flatten().collect();
    bagian.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::alat;

    #[test]
    fn two_words_for_what_people_use() {
        for (agen, harap) in [
            (
                "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36",
                "Chrome · Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari · iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
                "Firefox · Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
                "Edge · Windows",
            ),
            ("curl/8.5", "curl"),
            ("<script>alert(1)</script>", ""),
            ("", ""),
        ] {
            assert_eq!(alat(agen), harap);
        }
    }
}
