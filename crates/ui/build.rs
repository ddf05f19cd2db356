//! The macro that embeds the files does not tell Cargo of their folder, so a file that is new there would go unseen.

fn main() {
    println!("cargo::rerun-if-changed=web/dist");
}
