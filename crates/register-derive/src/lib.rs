//! Derives for registers: `Kelompok` turns a struct into a list of fields, `Pilihan` an enum into options.
//!
//! ```ignore
//! #[derive(Serialize, Deserialize, Kelompok)]
//! struct Risiko {
//!     #[medan("Kejadian", cari, kolom, bantuan = "Apa yang dapat terjadi?")]
//!     kejadian: Teks<500>,
//! }
//!
//! #[derive(Clone, Copy, PartialEq, Eq, Pilihan)]
//! enum Kelas {
//!     #[pilihan("Aspirasi")]
//!     Aspirasi,
//! }
//! ```
//!
//! The expansion is short and calls ordinary functions of the kernel: `Medan::dari::<Type>(name, label).cari()…`.

use proc_macro::TokenStream;
use proc_macro2::{TokenStream as Tokens, TokenTree};
use quote::quote;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, Field, Fields, Ident, LitStr, Result, Token, Type,
    parse::{Parse, ParseStream},
    parse_macro_input,
};

/// The properties that may stand alone in `#[medan("Label", …)]`.
const SIFAT: [&str; 11] = [
    "cari", "saring", "urut", "kolom", "pribadi", "publik", "internal", "rahasia", "hitung", "rata", "wajib",
];

struct AtributMedan {
    label: LitStr,
    sifat: Vec<Ident>,
    bantuan: Option<LitStr>,
    bawaan: Option<Expr>,
}

impl Parse for AtributMedan {
    fn parse(s: ParseStream) -> Result<Self> {
        let contoh = "write #[medan(\"Label\", cari, bantuan = \"…\")]: the label comes first, in quotes";
        let label: LitStr = s.parse().map_err(|e| Error::new(e.span(), contoh))?;
        let mut a = AtributMedan {
            label,
            sifat: Vec::new(),
            bantuan: None,
            bawaan: None,
        };
        while !s.is_empty() {
            s.parse::<Token![,]>()?;
            if s.is_empty() {
                break;
            }
            let nama: Ident = s.parse()?;
            match nama.to_string().as_str() {
                "bantuan" => {
                    s.parse::<Token![=]>()?;
                    a.bantuan = Some(s.parse()?);
                }
                "bawaan" => {
                    s.parse::<Token![=]>()?;
                    a.bawaan = Some(s.parse()?);
                }
                n if SIFAT.contains(&n) => a.sifat.push(nama),
                n => {
                    let pesan = format!(
                        "`{n}` is no property of a field; there are {}, bantuan, bawaan",
                        SIFAT.join(", ")
                    );
                    return Err(Error::new(nama.span(), pesan));
                }
            }
        }
        Ok(a)
    }
}

fn atribut<'a>(semua: &'a [Attribute], nama: &str) -> Option<&'a Attribute> {
    semua.iter().find(|a| a.path().is_ident(nama))
}

/// Whether `#[serde(…)]` says this word.
fn serde_berkata(semua: &[Attribute], kata: &str) -> bool {
    semua
        .iter()
        .filter(|a| a.path().is_ident("serde"))
        .filter_map(|a| a.meta.require_list().ok())
        .any(|l| {
            l.tokens
                .clone()
                .into_iter()
                .any(|t| matches!(t, TokenTree::Ident(i) if i == kata))
        })
}

/// What serde must be told besides, or the field would be lost or never be there when an entry is read.
fn sesuai_serde(f: &Field, a: &AtributMedan, semua: &[Attribute]) -> Result<()> {
    let Some(ident) = &f.ident else { return Ok(()) };
    let ber = |n: &str| a.sifat.iter().any(|s| s == n);
    let boleh_tiada =
        matches!(&f.ty, Type::Path(t) if t.path.segments.last().is_some_and(|s| s.ident == "Option"));
    if ber("rata") && !serde_berkata(&f.attrs, "flatten") {
        let pesan = format!(
            "the inner fields of `{ident}` stand beside the others: write #[serde(flatten)] above it as well"
        );
        return Err(Error::new(ident.span(), pesan));
    }
    if ber("hitung")
        && !boleh_tiada
        && !serde_berkata(&f.attrs, "default")
        && !serde_berkata(semua, "default")
    {
        let pesan = format!(
            "nobody types the computed field `{ident}`, so at first it is not there: make it an Option or write #[serde(default)]"
        );
        return Err(Error::new(ident.span(), pesan));
    }
    Ok(())
}

/// Fields of a struct: every field carries `#[medan("Label", …)]`.
#[proc_macro_derive(Kelompok, attributes(medan))]
pub fn kelompok(masuk: TokenStream) -> TokenStream {
    let masuk = parse_macro_input!(masuk as DeriveInput);
    perluas_kelompok(&masuk)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn perluas_kelompok(masuk: &DeriveInput) -> Result<Tokens> {
    let Data::Struct(data) = &masuk.data else {
        return Err(Error::new(
            masuk.ident.span(),
            "Kelompok is for a struct with named fields",
        ));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(
            masuk.ident.span(),
            "Kelompok needs named fields: struct X { nama: Teks<100> }",
        ));
    };
    let mut medan = Vec::new();
    for f in &fields.named {
        let Some(ident) = &f.ident else { continue };
        let Some(a) = atribut(&f.attrs, "medan") else {
            let pesan = format!("field `{ident}` has no label: write #[medan(\"Label\")] above it");
            return Err(Error::new(ident.span(), pesan));
        };
        let a: AtributMedan = a.parse_args()?;
        sesuai_serde(f, &a, &masuk.attrs)?;
        let (nama, tipe, label, sifat) = (ident.to_string(), &f.ty, &a.label, &a.sifat);
        let bantuan = a.bantuan.iter();
        let bawaan = a.bawaan.iter();
        medan.push(quote! {
            ::kernel::nilai::Medan::dari::<#tipe>(#nama, #label)
                #(.#sifat())* #(.bantuan(#bantuan))* #(.bawaan(#bawaan))*
        });
    }
    let nama = &masuk.ident;
    Ok(quote! {
        impl ::kernel::register::Kelompok for #nama {
            fn medan() -> ::std::vec::Vec<::kernel::nilai::Medan> { ::std::vec![#(#medan),*] }
        }
    })
}

/// Options of an enum: every variant carries `#[pilihan("Label")]`; its code is the name in snake_case.
#[proc_macro_derive(Pilihan, attributes(pilihan))]
pub fn pilihan(masuk: TokenStream) -> TokenStream {
    let masuk = parse_macro_input!(masuk as DeriveInput);
    perluas_pilihan(&masuk)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn snake(nama: &str) -> String {
    let mut s = String::new();
    for (i, c) in nama.chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            s.push('_');
        }
        s.extend(c.to_lowercase());
    }
    s
}

fn perluas_pilihan(masuk: &DeriveInput) -> Result<Tokens> {
    let Data::Enum(data) = &masuk.data else {
        return Err(Error::new(
            masuk.ident.span(),
            "Pilihan is for an enum without data",
        ));
    };
    let (mut varian, mut kode, mut label) = (Vec::new(), Vec::new(), Vec::new());
    for v in &data.variants {
        if !matches!(v.fields, Fields::Unit) {
            return Err(Error::new(v.ident.span(), "an option carries no data"));
        }
        let Some(a) = atribut(&v.attrs, "pilihan") else {
            let pesan = format!(
                "option `{}` has no label: write #[pilihan(\"Label\")] above it",
                v.ident
            );
            return Err(Error::new(v.ident.span(), pesan));
        };
        label.push(a.parse_args::<LitStr>()?);
        kode.push(snake(&v.ident.to_string()));
        varian.push(&v.ident);
    }
    let nama = &masuk.ident;
    Ok(quote! {
        impl ::kernel::nilai::Pilihan for #nama {
            const SEMUA: &'static [Self] = &[#(#nama::#varian),*];
            fn kode(self) -> &'static str { match self { #(#nama::#varian => #kode),* } }
            fn label(self) -> &'static str { match self { #(#nama::#varian => #label),* } }
        }
        impl ::kernel::nilai::Nilai for #nama {
            fn jenis() -> ::kernel::nilai::Jenis {
                ::kernel::nilai::Jenis::Pilihan(<Self as ::kernel::nilai::Pilihan>::opsi())
            }
        }
        impl ::serde::Serialize for #nama {
            fn serialize<S: ::serde::Serializer>(&self, s: S) -> ::std::result::Result<S::Ok, S::Error> {
                s.serialize_str(::kernel::nilai::Pilihan::kode(*self))
            }
        }
        impl<'de> ::serde::Deserialize<'de> for #nama {
            fn deserialize<D: ::serde::Deserializer<'de>>(d: D) -> ::std::result::Result<Self, D::Error> {
                let s = <::std::string::String as ::serde::Deserialize>::deserialize(d)?;
                <Self as ::kernel::nilai::Pilihan>::dari_kode(&s)
                    .ok_or_else(|| ::serde::de::Error::custom(::std::format!("unknown option {s:?}")))
            }
        }
        impl ::std::convert::From<#nama> for ::kernel::nilai::Kata {
            fn from(v: #nama) -> Self { ::kernel::nilai::Pilihan::kode(v).into() }
        }
    })
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn galat(hasil: Result<Tokens>) -> String {
        hasil
            .map(|t| t.to_string())
            .expect_err("a wrong use must not compile")
            .to_string()
    }

    #[test]
    fn a_wrong_struct_is_told_a_correct_line() {
        let label = "write #[medan(\"Label\", cari, bantuan = \"…\")]: the label comes first, in quotes";
        let salah: [(DeriveInput, &str); 9] = [
            (
                parse_quote! { enum X { A } },
                "Kelompok is for a struct with named fields",
            ),
            (
                parse_quote! { struct X(u8); },
                "Kelompok needs named fields: struct X { nama: Teks<100> }",
            ),
            (
                parse_quote! { struct X { nama: Teks<9> } },
                "field `nama` has no label: write #[medan(\"Label\")] above it",
            ),
            (parse_quote! { struct X { #[medan(cari)] nama: Teks<9> } }, label),
            (parse_quote! { struct X { #[medan()] nama: Teks<9> } }, label),
            (
                parse_quote! { struct X { #[medan("Nama", carii)] nama: Teks<9> } },
                "`carii` is no property of a field; there are cari, saring, urut, kolom, pribadi, publik, internal, rahasia, \
                 hitung, rata, wajib, bantuan, bawaan",
            ),
            (
                parse_quote! { struct X { #[medan("Nama" cari)] nama: Teks<9> } },
                "expected `,`",
            ),
            (
                parse_quote! { struct X { #[medan("Lokasi", rata)] #[serde(default)] tempat: Tempat } },
                "the inner fields of `tempat` stand beside the others: write #[serde(flatten)] above it as well",
            ),
            (
                parse_quote! { struct X { #[medan("Jumlah", hitung)] jumlah: Uang } },
                "nobody types the computed field `jumlah`, so at first it is not there: make it an Option or write \
                 #[serde(default)]",
            ),
        ];
        for (masuk, harap) in salah {
            assert_eq!(galat(perluas_kelompok(&masuk)), harap);
        }
    }

    #[test]
    fn a_wrong_enum_is_told_a_correct_line() {
        let salah: [(DeriveInput, &str); 4] = [
            (
                parse_quote! { struct X { a: u8 } },
                "Pilihan is for an enum without data",
            ),
            (
                parse_quote! { enum X { #[pilihan("A")] A(u8) } },
                "an option carries no data",
            ),
            (
                parse_quote! { enum X { A } },
                "option `A` has no label: write #[pilihan(\"Label\")] above it",
            ),
            (
                parse_quote! { enum X { #[pilihan(A)] A } },
                "expected string literal",
            ),
        ];
        for (masuk, harap) in salah {
            assert_eq!(galat(perluas_pilihan(&masuk)), harap);
        }
    }

    #[test]
    fn an_expansion_is_short_and_calls_ordinary_functions() {
        let masuk: DeriveInput = parse_quote! {
            struct X {
                #[medan("Nama", cari, kolom, bantuan = "Siapa?")] nama: Teks<9>,
                #[medan("Jumlah", hitung)] #[serde(default)] jumlah: Uang,
                #[medan("Lokasi", rata)] #[serde(flatten)] tempat: Tempat,
                #[medan("Kanal", bawaan = "daring",)] kanal: Kanal,
            }
        };
        let jadi = perluas_kelompok(&masuk).unwrap().to_string();
        let kata = |s: &str| s.parse::<Tokens>().unwrap().to_string();
        for baris in [
            "::kernel::nilai::Medan::dari::<Teks<9> >(\"nama\", \"Nama\").cari().kolom().bantuan(\"Siapa?\")",
            "::kernel::nilai::Medan::dari::<Uang>(\"jumlah\", \"Jumlah\").hitung()",
            "::kernel::nilai::Medan::dari::<Kanal>(\"kanal\", \"Kanal\").bawaan(\"daring\")",
        ] {
            let rapat = |s: String| s.replace(' ', "");
            assert!(
                rapat(jadi.clone()).contains(&rapat(kata(baris))),
                "{baris} is not in {jadi}"
            );
        }
    }

    #[test]
    fn a_code_is_the_name_in_snake_case() {
        for (nama, kode) in [
            ("Aspirasi", "aspirasi"),
            ("PermintaanInformasi", "permintaan_informasi"),
            ("X", "x"),
        ] {
            assert_eq!(snake(nama), kode);
        }
    }
}
