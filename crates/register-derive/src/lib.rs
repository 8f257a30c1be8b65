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
use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, Fields, Ident, LitStr, Result, Token,
    parse::{Parse, ParseStream},
    parse_macro_input,
};

/// The properties that may stand alone in `#[medan("Label", …)]`.
const SIFAT: [&str; 11] =
    ["cari", "saring", "urut", "kolom", "pribadi", "publik", "internal", "rahasia", "hitung", "rata", "wajib"];

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
        let mut a = AtributMedan { label, sifat: Vec::new(), bantuan: None, bawaan: None };
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
                    let pesan = format!("`{n}` is no property of a field; there are {}, bantuan, bawaan", SIFAT.join(", "));
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

/// Fields of a struct: every field carries `#[medan("Label", …)]`.
#[proc_macro_derive(Kelompok, attributes(medan))]
pub fn kelompok(masuk: TokenStream) -> TokenStream {
    let masuk = parse_macro_input!(masuk as DeriveInput);
    perluas_kelompok(&masuk).unwrap_or_else(Error::into_compile_error).into()
}

fn perluas_kelompok(masuk: &DeriveInput) -> Result<Tokens> {
    let Data::Struct(data) = &masuk.data else {
        return Err(Error::new(masuk.ident.span(), "Kelompok is for a struct with named fields"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(masuk.ident.span(), "Kelompok needs named fields: struct X { nama: Teks<100> }"));
    };
    let mut medan = Vec::new();
    for f in &fields.named {
        let Some(ident) = &f.ident else { continue };
        let Some(a) = atribut(&f.attrs, "medan") else {
            let pesan = format!("field `{ident}` has no label: write #[medan(\"Label\")] above it");
            return Err(Error::new(ident.span(), pesan));
        };
        let a: AtributMedan = a.parse_args()?;
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
    perluas_pilihan(&masuk).unwrap_or_else(Error::into_compile_error).into()
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
        return Err(Error::new(masuk.ident.span(), "Pilihan is for an enum without data"));
    };
    let (mut varian, mut kode, mut label) = (Vec::new(), Vec::new(), Vec::new());
    for v in &data.variants {
        if !matches!(v.fields, Fields::Unit) {
            return Err(Error::new(v.ident.span(), "an option carries no data"));
        }
        let Some(a) = atribut(&v.attrs, "pilihan") else {
            let pesan = format!("option `{}` has no label: write #[pilihan(\"Label\")] above it", v.ident);
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
