//! The articles of the five regulations, written down by reading them: `3: 1 2 3abc` is Pasal 3 with three ayat, the third with letters
//! a to c; a bare list stands behind a dash; definitions are counted behind `#`.

/// 000.
pub const S: &str = "1: -#21
2:
3: 1 2 3abcdefghi
4: 1 2 3abcdef 4 5 6 7 8
5: 1 2 3 4abcd 5
6: 1abcdefg 2 3 4 5 6
7: 1 2 3abcd 4 5
8: 1 2 3 4
9: 1 2 3 4 5
10: 1 2 3
11: 1 2
12: 1 2ab 3 4 5 6
13: 1 2
14: 1 2abc
15: 1 2abcd
16: 1 2 3 4 5
17: 1 2
18: 1 2ab 3abcde 4 5 6 7 8
19: 1 2abcde 3 4 5
20: 1ab 2 3 4 5abcd 6
21: -abcdefgh
22: 1 2 3 4
23: 1 2 3 4
24: 1 2 3 4
25: 1 2 3 4 5
26: 1 2 3 4 5 6
27: 1 2 3 4 5
28: 1 2 3 4 5
29: 1 2 3 4 5
30: 1 2abc 3abcd
31: 1 2 3 4
32: 1 2
33: 1ab 2 3 4 5 6
34:
35:
";

/// 001.
pub const J: &str = "1: -#31
2: -abcdefg
3:
4: -abc
5: -abcdefg
6: 1 2abcdefgh
7: 1 2abcde 3ab 4 5
8: 1ab 2
9: 1 2 3 4 5abcd 6
10: 1 2 3 4 5abcd
11:
12: 1 2
13: 1 2 3
14:
15: -ab
16: 1 2 3 4 5
17: 1ab 2 3
18: 1 2 3 4
19: 1 2 3
20: 1 2ab 3
21: 1 2
22: 1 2
23: 1 2 3abcd
24: 1 2 3 4 5
25: 1 2 3 4 5 6
26: 1 2 3
27: 1 2 3 4 5 6
28: 1ab 2 3 4
29: 1abcdefghijk 2 3 4
30: 1abcdef 2 3
31: 1 2 3
32: 1abcdefgh 2
33: 1 2 3 4 5
34: 1 2abcdef 3 4 5
35: 1 2 3 4 5
36: 1 2 3 4 5
37: 1 2 3 4 5
38: 1 2 3 4 5
39: 1 2 3 4 5
40: 1 2 3 4 5 6 7 8
41: 1abc 2abcd 3 4 5
42: 1 2 3 4
43: 1ab 2 3 4
44: 1ab 2 3 4
45: 1 2 3 4
46: 1 2 3abcdefgh 4 5abcdef 6
47: 1 2 3abcde 4abcdef 5
48: 1 2 3 4ab 5
49: 1 2 3 4abcd
50: 1 2 3 4abc 5
51: -ab
52: 1 2 3 4
53:
54:
";

/// 003.
pub const U: &str = "1: -#59
2: 1 2abc
3: -abcdefg
4: -abcdef
5: 1 2abcdefghij
6: 1 2abcd 3 4 5
7: 1ab 2
8: 1 2 3 4abcd 5 6abcdef 7
9: 1 2 3 4 5abcd 6
10: 1 2 3
11: 1 2 3
12: 1 2 3 4
13: 1 2 3 4 5
14: 1 2 3 4ab 5 6 7 8 9 10 11
15: 1 2
16: 1 2 3 4
17:
18: 1 2 3abcde
19: 1 2abc 3
20: 1ab 2 3 4 5 6
21: 1 2 3 4 5 6 7 8
22: 1 2 3
23: 1 2
24: 1 2 3 4 5 6
25: 1 2 3 4abc
26: 1 2ab 3abcdefgh 4 5 6 7 8abc 9
27: 1 2abcd 3 4 5
28: 1 2 3 4 5 6
29: 1ab 2 3
30: 1 2
31: 1 2 3 4
32: 1 2 3
33: 1abcdefgh 2 3
34: 1 2 3 4
35: 1 2 3 4
36: 1 2 3 4
37: 1 2 3 4
38: 1 2 3 4 5
39: 1 2 3 4
40: 1 2 3 4
41: 1 2 3 4 5 6
42: 1abc 2abcd 3 4
43: 1 2 3
44: 1 2 3 4
45: 1 2 3 4
46: 1 2 3 4
47: 1 2 3 4
48: 1 2
49: 1abc 2 3abcdef 4
50: 1abcde 2abcde 3ab 4
51:
52:
53:
";

/// 002 differs from 000 only in the number of definitions.
pub fn bekasi() -> String {
    S.replace("1: -#21", "1: -#28")
}

/// 004 has more ayat in eight articles and one less in Pasal 26.
pub fn kapuas() -> String {
    let mut s = S.replace("1: -#21", "1: -#27");
    for (dari, ke) in [
        ("4: 1 2 3abcdef 4 5 6 7 8\n", "4: 1 2 3abcdef 4 5 6 7 8 9\n"),
        ("17: 1 2\n", "17: 1 2 3\n"),
        ("19: 1 2abcde 3 4 5\n", "19: 1 2abcde 3 4 5 6\n"),
        ("22: 1 2 3 4\n", "22: 1 2 3 4 5\n"),
        ("23: 1 2 3 4\n", "23: 1 2 3 4 5\n"),
        ("24: 1 2 3 4\n", "24: 1 2 3 4 5\n"),
        ("26: 1 2 3 4 5 6\n", "26: 1 2 3 4 5\n"),
    ] {
        assert!(s.contains(dari));
        s = s.replace(&format!("\n{dari}"), &format!("\n{ke}"));
    }
    s
}
